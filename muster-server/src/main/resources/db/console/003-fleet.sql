-- One row a device, as its page sums it up, written when one of its facts changes. When it last attested stands with the
-- source of its verdict, which says so again each time. urgency: the lower, the earlier on the page.
create table console_device (
  org TEXT not null,
  device TEXT not null,
  urgency BIGINT not null,
  product TEXT not null,
  state TEXT not null,
  verdict TEXT not null,
  software TEXT not null,
  strength TEXT not null,
  verdict_source BIGINT,
  primary key (org, device)
);

create index console_device_urgency on console_device (org, urgency, device);

create index console_device_counts on console_device (org, state, verdict, software);
