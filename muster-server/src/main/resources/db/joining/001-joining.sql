-- Anchors in force and the present certificate of each device: folds of the joining entries.
create table joining_anchor (
    org TEXT not null,
    fingerprint TEXT not null,
    certificate ${bytes} not null,
    maker TEXT not null,
    primary key (org, fingerprint)
);
create table joining_authority (
    org TEXT not null,
    fingerprint TEXT not null,
    certificate ${bytes} not null,
    primary key (org)
);
create table joining_enrolment (
    org TEXT not null,
    device TEXT not null,
    certificate ${bytes} not null,
    key_digest TEXT not null,
    factory TEXT not null,
    released INTEGER not null,
    primary key (org, device)
);
create index joining_enrolment_key on joining_enrolment (org, key_digest);
