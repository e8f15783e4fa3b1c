-- Who signs makers' vouchers, the vouchers, and the devices that ask for one: folds of the joining entries.
create table joining_voucher_signer (
    org TEXT not null,
    fingerprint TEXT not null,
    certificate ${bytes} not null,
    maker TEXT not null,
    primary key (org, fingerprint)
);
create table joining_voucher (
    org TEXT not null,
    maker TEXT not null,
    serial TEXT not null,
    digest TEXT not null,
    signer TEXT not null,
    until_at BIGINT not null,
    voucher ${bytes} not null,
    primary key (org, maker, serial)
);
create table joining_voucher_asked (
    org TEXT not null,
    maker TEXT not null,
    serial TEXT not null,
    device TEXT not null,
    nonce TEXT not null,
    request ${bytes} not null,
    since BIGINT not null,
    primary key (org, maker, serial)
);
