-- Registers of updates: folds over entries, never written otherwise.
create table update_product (
    org TEXT not null,
    id TEXT not null,
    primary key (org, id)
);
-- What updates need to know of a device; version is what its last accepted evidence matched, '' when nothing.
create table update_device (
    org TEXT not null,
    id TEXT not null,
    product TEXT not null,
    in_service INTEGER not null,
    version TEXT not null,
    attested_at BIGINT,
    primary key (org, id)
);
create index update_device_product on update_device (org, product, in_service, id);
create table update_signer (
    org TEXT not null,
    product TEXT not null,
    thumbprint TEXT not null,
    name TEXT not null,
    cose_key ${bytes} not null,
    primary key (org, product, thumbprint)
);
create table update_release (
    org TEXT not null,
    id TEXT not null,
    product TEXT not null,
    version TEXT not null,
    sequence BIGINT not null,
    envelope TEXT not null,
    envelope_bytes BIGINT not null,
    signer TEXT not null,
    published_at BIGINT not null,
    primary key (org, id)
);
create unique index update_release_envelope on update_release (org, envelope);
create index update_release_product on update_release (org, product, sequence);
create table update_release_artifact (
    org TEXT not null,
    release TEXT not null,
    sha256 TEXT not null,
    bytes BIGINT not null,
    primary key (org, release, sha256)
);
create table update_rollout (
    org TEXT not null,
    id TEXT not null,
    number BIGINT not null,
    release TEXT not null,
    product TEXT not null,
    canary BIGINT not null,
    steps TEXT not null,
    most_failed BIGINT not null,
    least_updated BIGINT not null,
    deadline_seconds BIGINT not null,
    state TEXT not null,
    wave BIGINT not null,
    accepted_wave BIGINT not null,
    wave_opened_at BIGINT not null,
    reason TEXT not null,
    primary key (org, id)
);
create index update_rollout_product on update_rollout (org, product, number);
create index update_rollout_state on update_rollout (state);
create table update_target (
    org TEXT not null,
    rollout TEXT not null,
    device TEXT not null,
    release TEXT not null,
    wave BIGINT not null,
    state TEXT not null,
    order_id TEXT not null,
    offered_at BIGINT not null,
    complaint TEXT,
    complaint_detail TEXT,
    settled_at BIGINT,
    primary key (org, rollout, device)
);
create index update_target_device on update_target (org, device, release);
create index update_target_state on update_target (org, rollout, state);
-- Install orders that are open: what a device in quarantine may fetch.
create table update_order (
    org TEXT not null,
    id TEXT not null,
    device TEXT not null,
    envelope TEXT not null,
    primary key (org, id)
);
create index update_order_device on update_order (org, device);
