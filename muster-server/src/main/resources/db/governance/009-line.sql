-- Calls of sessions through the server and their replies, for the window of the session: carried, not kept.
create table governance_line (
    org TEXT not null,
    session TEXT not null,
    number BIGINT not null,
    until_at BIGINT not null,
    call_bytes ${bytes} not null,
    reply_bytes ${bytes} not null,
    primary key (org, session, number)
);
create index governance_line_until on governance_line (org, until_at);
