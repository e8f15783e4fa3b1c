-- To which devices a rollout goes, and how many bytes of offers it makes in an hour.
alter table update_rollout add column device_group TEXT not null default '';
alter table update_rollout add column most_bytes BIGINT not null default 0;
create index update_target_offered on update_target (org, rollout, offered_at);
