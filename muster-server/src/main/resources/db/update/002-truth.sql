-- What settles a device in a rollout besides its evidence, and why it is where it is.
alter table update_device add column state TEXT not null default 'MANUFACTURED';
update update_device set state = 'OPERATIONAL' where in_service = 1;
-- The last evidence contradicts the reference values.
alter table update_device add column contradicted INTEGER not null default 0;
-- When it was registered; 0 for those from before this was kept.
alter table update_device add column since BIGINT not null default 0;
-- No agent here attests: what it runs is only ever its word.
alter table update_device add column claims_only INTEGER not null default 0;
alter table update_rollout add column detail TEXT not null default '';
alter table update_rollout add column least_answered BIGINT not null default 0;
alter table update_rollout add column proof_seconds BIGINT not null default 900;
alter table update_rollout add column ongoing INTEGER not null default 0;
alter table update_rollout add column accepts_claims INTEGER not null default 0;
alter table update_rollout add column finished_at BIGINT;
alter table update_target add column attempt BIGINT not null default 1;
alter table update_target add column said_at BIGINT;
alter table update_target add column ended TEXT;
alter table update_target add column ended_reason TEXT;
alter table update_target add column ended_detail TEXT;
alter table update_target add column ended_at BIGINT;
alter table update_target add column reason TEXT not null default '';
alter table update_target add column detail TEXT not null default '';
create index update_target_order on update_target (org, order_id);
