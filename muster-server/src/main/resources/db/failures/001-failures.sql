-- One line for each failure that is the same everywhere.
create table failures_group (
  org TEXT not null,
  signature TEXT not null,
  kind TEXT not null,
  what TEXT not null,
  sign TEXT not null,
  first_at BIGINT not null,
  last_at BIGINT not null,
  occurrences BIGINT not null,
  devices BIGINT not null,
  primary key (org, signature)
);

create index failures_group_newest on failures_group (org, last_at);

-- On which devices it was seen.
create table failures_device (
  org TEXT not null,
  device TEXT not null,
  signature TEXT not null,
  first_at BIGINT not null,
  last_at BIGINT not null,
  occurrences BIGINT not null,
  culprit TEXT not null,
  primary key (org, device, signature)
);

create index failures_device_signature on failures_device (org, signature, last_at);

-- The newest report of each device: one that comes again is known by it.
create table failures_report (
  org TEXT not null,
  device TEXT not null,
  report TEXT not null,
  signatures BIGINT not null,
  primary key (org, device)
);
