-- Roles at devices: a fold of governance.local-token-issued, local-tokens-voided and local-session-recorded.
create table governance_local_token (
    org TEXT not null,
    id TEXT not null,
    device TEXT not null,
    person TEXT not null,
    role TEXT not null,
    from_at BIGINT not null,
    until_at BIGINT not null,
    entry BIGINT,
    primary key (org, id)
);
create index governance_local_token_device on governance_local_token (org, device, from_at);
