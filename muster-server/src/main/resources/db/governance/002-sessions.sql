-- Where the signed record of a session is in the ledger: a fold of governance.session-recorded.
create table governance_session_record (
    org TEXT not null,
    session TEXT not null,
    entry BIGINT not null,
    primary key (org, session)
);
