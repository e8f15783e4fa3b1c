-- Products, devices and orders: folds of the devices entries.
create table devices_product (
    org TEXT not null,
    id TEXT not null,
    name TEXT not null,
    maker TEXT not null,
    model TEXT not null,
    support_from BIGINT not null,
    support_until BIGINT not null,
    primary key (org, id)
);
create index devices_product_model on devices_product (org, maker, model);
create table devices_device (
    org TEXT not null,
    id TEXT not null,
    product TEXT not null,
    state TEXT not null,
    since BIGINT not null,
    primary key (org, id)
);
create index devices_device_product on devices_device (org, product);
create table devices_order (
    org TEXT not null,
    id TEXT not null,
    device TEXT not null,
    sequence BIGINT not null,
    kind TEXT not null,
    args ${bytes} not null,
    issued_at BIGINT not null,
    expires_at BIGINT not null,
    because TEXT not null,
    outcome TEXT,
    primary key (org, id)
);
create index devices_order_open on devices_order (org, device, sequence) where outcome is null;
create index devices_order_expiry on devices_order (expires_at) where outcome is null;
