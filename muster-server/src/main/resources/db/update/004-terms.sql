-- When and how firmly releases are offered, who is offered none, and stops that are not through.
alter table update_rollout add column firmness TEXT not null default 'FORCED';
alter table update_rollout add column hours TEXT not null default '';
alter table update_rollout add column most_at_once BIGINT not null default 0;
alter table update_rollout add column draining INTEGER not null default 0;
alter table update_device add column held INTEGER not null default 0;
alter table update_device add column held_reason TEXT not null default '';
