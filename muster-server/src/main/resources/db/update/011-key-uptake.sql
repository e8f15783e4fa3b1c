-- When a list of release keys was published: devices have so long to take it up.
alter table update_key_list add column published_at BIGINT;
