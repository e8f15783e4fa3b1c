-- A machine's token stands in every organisation: for a call about one of them its row is found, and the others are not read.
drop index access_tokens_by_secret;
create index access_tokens_by_secret on access_tokens (secret_hash, org);
