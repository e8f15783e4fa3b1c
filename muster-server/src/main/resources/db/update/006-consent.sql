-- What a rollout says to the users of devices.
alter table update_rollout add column risk TEXT not null default '';
