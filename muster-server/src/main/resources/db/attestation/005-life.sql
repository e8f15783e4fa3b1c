-- What was said of the life of reference values, in its order, and what each device last agreed with.
create table attestation_life (
    org TEXT not null,
    entry BIGINT not null,
    digest TEXT not null,
    tag TEXT not null,
    state TEXT not null,
    until_at BIGINT,
    successor TEXT not null,
    cause TEXT not null,
    primary key (org, entry)
);
alter table attestation_latest add column agreed_maker TEXT not null default '';
alter table attestation_latest add column agreed_corim TEXT not null default '';
alter table attestation_latest add column agreed_corim_id TEXT not null default '';
alter table attestation_latest add column agreed_tag TEXT not null default '';
alter table attestation_latest add column agreed_version TEXT not null default '';
