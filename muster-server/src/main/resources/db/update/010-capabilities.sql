-- What devices can run, as they report it and as somebody declared it, and whose release keys they say they obey (null: they never said).
create table update_capabilities (
    org TEXT not null,
    digest TEXT not null,
    report ${bytes} not null,
    primary key (org, digest)
);
alter table update_product add column capabilities TEXT not null default '';
alter table update_device add column capabilities TEXT not null default '';
alter table update_device add column key_epoch BIGINT;
create index update_device_capabilities on update_device (org, capabilities);
alter table update_release add column classes BIGINT;
