-- Certificates that could still be shown, so that a list can say which of them are good no longer.
create table joining_issued (
    org TEXT not null,
    serial TEXT not null,
    device TEXT not null,
    key_digest TEXT not null,
    not_after BIGINT not null,
    ended_at BIGINT,
    primary key (org, serial)
);
create index joining_issued_device on joining_issued (org, device);
