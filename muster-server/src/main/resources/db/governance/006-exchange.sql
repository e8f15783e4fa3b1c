-- The exchange with makers and customers: folds of the exchange's entries, but for what is only remembered for a while
-- (exchange_seen) and the bytes of papers (exchange_bytes), whose digests are in the ledger.
create table exchange_customer (
    org TEXT not null,
    id TEXT not null,
    name TEXT not null,
    thumbprint TEXT not null,
    public_key ${bytes} not null,
    products TEXT not null,
    until_at BIGINT not null,
    primary key (org, id)
);
create index exchange_customer_key on exchange_customer (org, thumbprint);
create table exchange_maker (
    org TEXT not null,
    id TEXT not null,
    url TEXT not null,
    public_key ${bytes} not null,
    primary key (org, id)
);
create table exchange_published (
    org TEXT not null,
    document TEXT not null,
    media_type TEXT not null,
    digest TEXT not null,
    size BIGINT not null,
    entry BIGINT not null,
    primary key (org, document)
);
create table exchange_received (
    org TEXT not null,
    maker TEXT not null,
    item TEXT not null,
    sequence BIGINT not null,
    topic TEXT not null,
    product TEXT not null,
    title TEXT not null,
    version TEXT not null,
    audience TEXT not null,
    media_type TEXT not null,
    digest ${bytes} not null,
    size BIGINT not null,
    record TEXT not null,
    received_at BIGINT not null,
    withdrawn TEXT not null,
    primary key (org, maker, item)
);
create table exchange_letter (
    org TEXT not null,
    customer TEXT not null,
    thread TEXT not null,
    record TEXT not null,
    entry BIGINT not null,
    primary key (org, customer, thread)
);
create table exchange_seen (
    org TEXT not null,
    id TEXT not null,
    until_at BIGINT not null,
    primary key (org, id)
);
create index exchange_seen_until on exchange_seen (until_at);
create table exchange_bytes (
    org TEXT not null,
    digest TEXT not null,
    content ${bytes} not null,
    primary key (org, digest)
);
