-- Makers' descriptions, and what was said of devices' networks: folds of the network entries. A body is the entry's.
create table network_mud (
    org TEXT not null,
    url TEXT not null,
    path TEXT not null,
    digest TEXT not null,
    state TEXT not null,
    brought_by TEXT not null,
    entry BIGINT not null,
    taken_at BIGINT not null,
    fresh BIGINT not null,
    body ${bytes} not null,
    primary key (org, url, digest)
);
create index network_mud_path on network_mud (org, path, state);
create index network_mud_digest on network_mud (org, digest);
create table network_url (
    org TEXT not null,
    device TEXT not null,
    url TEXT not null,
    placed INTEGER not null,
    body ${bytes} not null,
    primary key (org, device)
);
create index network_url_url on network_url (org, url, device);
create table network_site (
    org TEXT not null,
    body ${bytes} not null,
    primary key (org)
);
create table network_override (
    org TEXT not null,
    device TEXT not null,
    id TEXT not null,
    until_at BIGINT not null,
    body ${bytes} not null,
    primary key (org, device, id)
);
create index network_override_until on network_override (until_at);
create table network_window (
    org TEXT not null,
    device TEXT not null,
    work_order TEXT not null,
    until_at BIGINT not null,
    working INTEGER not null,
    body ${bytes} not null,
    primary key (org, device, work_order)
);
create index network_window_until on network_window (working, until_at);
