-- Calendars that are subscribed to by their address: a fold of governance.feed-opened and governance.feed-ended.
create table governance_feed (
    org TEXT not null,
    id TEXT not null,
    digest TEXT not null,
    kind TEXT not null,
    opened_by TEXT not null,
    until_at BIGINT not null,
    primary key (org, id)
);
