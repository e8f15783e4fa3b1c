-- How much there was of something at the end of each minute in which that changed. minute: of the epoch, by when we learned it.
create table fact_level (
  org TEXT not null,
  series TEXT not null,
  minute BIGINT not null,
  level BIGINT not null,
  primary key (org, series, minute)
) ${within_key};
