-- The same rows in one tree instead of a table and an index that says all of it again.
create table fact_entry_next (
  org TEXT not null,
  subject TEXT not null,
  source BIGINT not null,
  as_of BIGINT not null,
  entry BIGINT not null,
  primary key (org, subject, source, as_of, entry)
) ${within_key};
insert into fact_entry_next select org, subject, source, as_of, entry from fact_entry;
drop table fact_entry;
alter table fact_entry_next rename to fact_entry;
create table fact_source_next (
  org TEXT not null,
  subject TEXT not null,
  source BIGINT not null,
  entry BIGINT not null,
  effective_at BIGINT not null,
  received_at BIGINT not null,
  as_of BIGINT not null,
  content BIGINT,
  primary key (org, subject, source)
) ${within_key};
insert into fact_source_next select org, subject, source, entry, effective_at, received_at, as_of, content from fact_source;
drop table fact_source;
alter table fact_source_next rename to fact_source;
