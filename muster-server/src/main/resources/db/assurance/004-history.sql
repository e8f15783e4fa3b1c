-- How fleets stood at any past moment: made from the entries, and made again when it is missing or of other rules.
-- Verdicts at every moment up to and with `moment` are told; they take every entry below `entry` into account.
create table assurance_history (
  org TEXT not null,
  rules TEXT not null,
  entry BIGINT not null,
  moment BIGINT not null,
  primary key (org)
);

-- Verdicts of a device by all requirements; devices that stand alike share one. `number` is made from them.
create table assurance_standings (
  org TEXT not null,
  number BIGINT not null,
  standings ${bytes} not null,
  primary key (org, number)
);

-- From this moment on a device stands so.
create table assurance_moved (
  org TEXT not null,
  moment BIGINT not null,
  device TEXT not null,
  number BIGINT not null,
  primary key (org, moment, device)
);

-- How all devices stood at a moment: nobody has to read the moves from the beginning.
create table assurance_picture (
  org TEXT not null,
  moment BIGINT not null,
  devices ${bytes} not null,
  primary key (org, moment)
);
