-- Looked up by themselves and cleared once a minute, by reading all there are: an index of their ends, and a table beside the
-- key, were three places to write for each evidence.
create table attestation_nonce_next (
    org TEXT not null,
    nonce ${bytes} not null,
    expires_at BIGINT not null,
    primary key (org, nonce)
) ${within_key};
insert into attestation_nonce_next select org, nonce, expires_at from attestation_nonce;
drop table attestation_nonce;
alter table attestation_nonce_next rename to attestation_nonce;
