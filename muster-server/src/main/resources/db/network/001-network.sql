-- The network policy that was last asked for, per device: a fold of the network entries.
create table network_policy (
    org TEXT not null,
    device TEXT not null,
    name TEXT not null,
    digest TEXT not null,
    order_id TEXT not null,
    primary key (org, device)
);
