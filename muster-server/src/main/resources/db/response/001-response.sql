-- What was done about a device since its evidence first contradicted the reference values; no row when nothing is open.
create table response_episode (
  org TEXT not null,
  device TEXT not null,
  opened_at BIGINT not null,
  verdict_entry BIGINT not null,
  roll_backs BIGINT not null,
  last_roll_back_at BIGINT,
  case_opened BIGINT not null,
  primary key (org, device)
);

-- When a device was released by itself, for the limit on releases.
create table response_release (
  org TEXT not null,
  device TEXT not null,
  entry BIGINT not null,
  released_at BIGINT not null,
  primary key (org, device, entry)
);
