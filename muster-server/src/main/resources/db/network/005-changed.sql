-- What devices last said of changes of their packet filters' rules: a fold of the network entries. The body is the entry's.
create table network_changed (
    org TEXT not null,
    device TEXT not null,
    times BIGINT not null,
    said_at BIGINT not null,
    body ${bytes} not null,
    primary key (org, device)
);
create index network_changed_times on network_changed (org, times, device);
