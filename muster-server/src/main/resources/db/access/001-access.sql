-- Registers of core.access: folds over access.* entries. Secrets are kept as SHA-256 in hex only.
create table access_orgs (
    org TEXT primary key,
    name TEXT not null,
    created_at BIGINT not null
);

create table access_operators (
    org TEXT not null,
    operator TEXT not null,
    role TEXT not null,
    primary key (org, operator)
);

create table access_tokens (
    org TEXT not null,
    id TEXT not null,
    operator TEXT not null,
    role TEXT not null,
    secret_hash TEXT not null,
    expires_at BIGINT not null,
    revoked INTEGER not null,
    primary key (org, id)
);

create index access_tokens_by_secret on access_tokens (secret_hash);

create table access_links (
    secret_hash TEXT primary key,
    org TEXT not null,
    operator TEXT not null,
    expires_at BIGINT not null,
    used INTEGER not null
);

create table access_sessions (
    secret_hash TEXT primary key,
    org TEXT not null,
    operator TEXT not null,
    role TEXT not null,
    expires_at BIGINT not null,
    closed INTEGER not null
);
