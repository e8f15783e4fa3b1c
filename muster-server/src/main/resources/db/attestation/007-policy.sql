-- The organisation's decision table over appraisals, as the API takes it.
create table attestation_policy (
    org TEXT not null,
    rules TEXT not null,
    primary key (org)
);
