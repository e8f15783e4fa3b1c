-- Keys of people's authenticators, and the challenges that opened a session with one: none opens a second.
create table access_passkeys (
    org TEXT not null,
    credential TEXT not null,
    operator TEXT not null,
    name TEXT not null,
    data ${bytes} not null,
    signatures BIGINT not null,
    added_at BIGINT not null,
    used_at BIGINT,
    primary key (org, credential)
);

create index access_passkeys_credential on access_passkeys (credential);
create index access_passkeys_operator on access_passkeys (org, operator);

create table access_challenges (
    org TEXT not null,
    challenge_hash TEXT not null,
    answered_at BIGINT not null,
    primary key (org, challenge_hash)
);
