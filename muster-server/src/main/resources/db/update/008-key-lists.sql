-- Signed lists of the keys that sign a product's releases: its devices follow them one after the other.
create table update_key_list (
    org TEXT not null,
    product TEXT not null,
    epoch BIGINT not null,
    list ${bytes} not null,
    primary key (org, product, epoch)
);
