-- Keys that devices and the verifier share, sealed; a removed one stays, for what was appraised under it.
create table attestation_shared_key (
    org TEXT not null,
    id TEXT not null,
    implementation TEXT not null,
    instance TEXT not null,
    sealed ${bytes} not null,
    entry BIGINT not null,
    removed BIGINT not null,
    primary key (org, id)
);
create index attestation_shared_key_by_owner on attestation_shared_key (org, instance);
