-- Gateways, who is behind them, and what they said of their rules: folds of the network entries. A body is the entry's.
create table network_gateway (
    org TEXT not null,
    device TEXT not null,
    body ${bytes} not null,
    asked ${bytes},
    primary key (org, device)
);
create table network_behind (
    org TEXT not null,
    gateway TEXT not null,
    device TEXT not null,
    primary key (org, gateway, device)
);
create index network_behind_device on network_behind (org, device);
create table network_held (
    org TEXT not null,
    device TEXT not null,
    gateway TEXT not null,
    policy TEXT not null,
    body ${bytes} not null,
    primary key (org, device)
);
create index network_held_gateway on network_held (org, gateway, device);
