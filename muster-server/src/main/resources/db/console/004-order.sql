-- What a text is looked for in, and when the device last attested (-1: never): both are read in the order of an index.
alter table console_device add column words TEXT not null default '';
alter table console_device add column attested_at BIGINT not null default -1;
update console_device set words = lower(device || ' ' || product || ' ' || software), attested_at = coalesce((select
  s.effective_at from fact_source s where s.org = console_device.org and s.subject = 'device/' || console_device.device
  and s.source = console_device.verdict_source), -1);
drop index console_device_urgency;
create index console_device_urgency on console_device (org, urgency, device, words);
create index console_device_attested on console_device (org, attested_at, device);
