-- Secrets of tokens that were ended. They never open anything again, whatever is issued under the same id.
create table access_ended (
    org TEXT not null,
    secret_hash TEXT not null,
    primary key (org, secret_hash)
);

insert into access_ended (org, secret_hash) select distinct org, secret_hash from access_tokens where revoked = 1;
