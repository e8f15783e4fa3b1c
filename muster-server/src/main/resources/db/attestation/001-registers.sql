-- Registers of attestation: folds over its entries, never written otherwise.
create table attestation_maker (
    org TEXT not null,
    thumbprint TEXT not null,
    maker TEXT not null,
    cose_key ${bytes} not null,
    primary key (org, thumbprint)
);
create table attestation_manifest (
    org TEXT not null,
    digest TEXT not null,
    entry BIGINT not null,
    maker TEXT not null,
    corim_id TEXT not null,
    added_at BIGINT not null,
    corim ${bytes} not null,
    primary key (org, digest)
);
create unique index attestation_manifest_by_entry on attestation_manifest (org, entry);
create table attestation_release (
    org TEXT not null,
    digest TEXT not null,
    part BIGINT not null,
    maker TEXT not null,
    model TEXT not null,
    version TEXT not null,
    slot_digest TEXT not null,
    primary key (org, digest, part)
);
create table attestation_set (
    org TEXT not null,
    id TEXT not null,
    primary key (org)
);
create table attestation_latest (
    org TEXT not null,
    device TEXT not null,
    entry BIGINT not null,
    appraised_at BIGINT not null,
    status TEXT not null,
    reason TEXT not null,
    version TEXT not null,
    matched_version TEXT not null,
    slot TEXT not null,
    slot_digest TEXT not null,
    strength TEXT not null,
    differences BIGINT not null,
    boot_count BIGINT not null,
    primary key (org, device)
);
create index attestation_latest_by_status on attestation_latest (org, status);
create table attestation_refusal (
    org TEXT not null,
    device TEXT not null,
    code TEXT not null,
    refused_at BIGINT not null,
    primary key (org, device)
);
create table attestation_nonce (
    org TEXT not null,
    nonce ${bytes} not null,
    expires_at BIGINT not null,
    primary key (org, nonce)
);
create index attestation_nonce_by_expiry on attestation_nonce (org, expires_at);
