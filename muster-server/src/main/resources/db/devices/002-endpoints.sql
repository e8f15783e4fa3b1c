-- Places that are open for a device until a time: folds of devices.endpoint-opened and -closed.
create table devices_endpoint (
    org TEXT not null,
    session TEXT not null,
    device TEXT not null,
    address TEXT not null,
    port BIGINT not null,
    opened_at BIGINT not null,
    until_at BIGINT not null,
    primary key (org, session)
);
create index devices_endpoint_device on devices_endpoint (org, device);
