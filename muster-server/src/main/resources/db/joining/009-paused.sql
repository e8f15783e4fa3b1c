-- Organisations whose devices are not asked to leave the authority before the present one.
create table joining_ca_paused (
    org TEXT not null,
    since BIGINT not null,
    primary key (org)
);
