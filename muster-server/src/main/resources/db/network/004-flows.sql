-- What packet filters last saw of each device: a fold of the network entries. The body is the entry's.
create table network_flows (
    org TEXT not null,
    device TEXT not null,
    kinds INTEGER not null,
    seen_at BIGINT not null,
    body ${bytes} not null,
    primary key (org, device)
);
create index network_flows_kinds on network_flows (org, kinds, device);
