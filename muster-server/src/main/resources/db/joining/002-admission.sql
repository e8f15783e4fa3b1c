-- Who may join, and what was replaced: folds of the joining entries.
alter table joining_anchor add column admission TEXT not null default 'ANY';
alter table joining_enrolment add column previous_key TEXT;
create table joining_identity (
    org TEXT not null,
    device TEXT not null,
    uuid TEXT not null,
    maker TEXT not null,
    model TEXT not null,
    serial TEXT not null,
    primary key (org, device)
);
create table joining_token (
    org TEXT not null,
    digest TEXT not null,
    device TEXT not null,
    product TEXT not null,
    until_at BIGINT not null,
    used_by TEXT,
    primary key (org, digest)
);
create index joining_token_open on joining_token (org, until_at) where used_by is null;
create table joining_waiting (
    org TEXT not null,
    device TEXT not null,
    factory TEXT not null,
    maker TEXT not null,
    model TEXT not null,
    since BIGINT not null,
    word TEXT not null,
    primary key (org, device)
);
