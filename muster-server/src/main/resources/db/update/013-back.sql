-- When a device without evidence asked again after its offer had ended.
alter table update_device add column back_at BIGINT;
