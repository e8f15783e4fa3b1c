-- How many bytes an hour all rollouts of an organisation together may offer.
create table update_org (
    org TEXT not null primary key,
    bytes_per_hour BIGINT not null
);
