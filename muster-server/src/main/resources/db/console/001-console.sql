-- The latest fact of each subject and key, kept in the transaction that appends the entry.
create table console_fact (
    org TEXT not null,
    subject TEXT not null,
    fact_key TEXT not null,
    fact_value TEXT not null,
    effective_at BIGINT not null,
    grade TEXT not null,
    entry BIGINT not null,
    primary key (org, subject, fact_key)
);
