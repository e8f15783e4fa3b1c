-- hawkBit's device API: who may ask, what they say of themselves, and the number of each offer there.
create table update_ddi (
    org TEXT not null,
    device TEXT not null,
    token TEXT not null,
    attributes TEXT not null,
    attributes_at BIGINT,
    primary key (org, device)
);
create table update_ddi_gateway (
    org TEXT not null,
    token TEXT not null,
    primary key (org)
);
alter table update_target add column action BIGINT not null default 0;
alter table update_target add column cancel_answered INTEGER not null default 0;
