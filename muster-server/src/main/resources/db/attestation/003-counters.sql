-- How far each device had counted under its key: a fold of the evidence.
create table attestation_counter (
    org TEXT not null,
    device TEXT not null,
    key_digest TEXT not null,
    boot_count BIGINT not null,
    uptime BIGINT not null,
    twin INTEGER not null,
    primary key (org, device)
);
