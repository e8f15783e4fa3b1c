-- Makers of TPMs that are believed, and which TPM each device has: folds of the attestation entries.
create table attestation_tpm_maker (
    org TEXT not null,
    fingerprint TEXT not null,
    certificate ${bytes} not null,
    maker TEXT not null,
    home TEXT not null,
    primary key (org, fingerprint)
);
create table attestation_tpm_listed (
    org TEXT not null,
    device TEXT not null,
    endorsement TEXT not null,
    primary key (org, device)
);
create index attestation_tpm_listed_key on attestation_tpm_listed (org, endorsement);
create table attestation_tpm_key (
    org TEXT not null,
    device TEXT not null,
    name TEXT not null,
    key_digest TEXT not null,
    endorsement TEXT not null,
    home TEXT not null,
    primary key (org, device)
);
create index attestation_tpm_key_endorsement on attestation_tpm_key (org, endorsement);
create table attestation_tpm_ticket (
    org TEXT not null,
    ticket TEXT not null,
    ends BIGINT not null,
    primary key (org, ticket)
);
create index attestation_tpm_ticket_ends on attestation_tpm_ticket (org, ends);
