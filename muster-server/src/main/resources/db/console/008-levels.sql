-- What was kept over time counted devices that were retired with good evidence as trusted, and each change went on from
-- there: from the newest minute on it is what the rows say.
insert into fact_level (org, series, minute, level) select l.org, l.series, (select max(m.minute) from fact_level m
  where m.org = l.org and m.series in ('devices.trusted', 'devices.held', 'devices.other')), (select count(*)
  from console_device d where d.org = l.org and l.series = case
  when d.state in ('quarantined', 'safe-stop', 'degraded') then 'devices.held'
  when lower(d.verdict) = 'affirming' and d.state not in ('joining', 'manufactured', 'off-site', 'retired')
  then 'devices.trusted' else 'devices.other' end)
  from (select distinct org, series from fact_level
  where series in ('devices.trusted', 'devices.held', 'devices.other')) l
  where true on conflict (org, series, minute) do update set level = excluded.level;
