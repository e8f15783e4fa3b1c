-- The key of each device's factory certificate, and keys that were seen with two devices: folds of the joining entries.
create table joining_factory_key (
    org TEXT not null,
    device TEXT not null,
    key_digest TEXT not null,
    primary key (org, device)
);
create index joining_factory_key_key on joining_factory_key (org, key_digest);
create table joining_key_shared (
    org TEXT not null,
    device TEXT not null,
    key_digest TEXT not null,
    primary key (org, device, key_digest)
);
