-- Who shows another release than the one it had been brought to (update.rollout): they are named before all others.
alter table console_device add column fell_back BIGINT not null default 0;
update console_device set fell_back = 1 where exists (select 1 from fact f where f.org = console_device.org
  and f.subject = 'device/' || console_device.device and f.fact_key = 'update.rollout' and f.fact_value = 'fell-back');
create index console_device_fell_back on console_device (org, device, state) where fell_back = 1;
