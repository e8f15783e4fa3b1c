-- A source is one set of keys that one kind of entry states about a subject; its number is made from those keys. The row
-- says which entry spoke last, so that saying the same again changes this row and no other.
-- content: digest of the values and grades of that entry; null when another source has overwritten one of them.
create table fact_source (
  org TEXT not null,
  subject TEXT not null,
  source BIGINT not null,
  entry BIGINT not null,
  effective_at BIGINT not null,
  received_at BIGINT not null,
  as_of BIGINT not null,
  content BIGINT,
  primary key (org, subject, source)
);

-- The latest fact of each subject and key. Entry and times stand with its source.
create table fact (
  org TEXT not null,
  subject TEXT not null,
  fact_key TEXT not null,
  fact_value TEXT not null,
  grade TEXT not null,
  source BIGINT not null,
  primary key (org, subject, fact_key)
);

-- Every entry that states facts, by whom they are about. as_of: from when they age.
create table fact_entry (
  org TEXT not null,
  subject TEXT not null,
  source BIGINT not null,
  as_of BIGINT not null,
  entry BIGINT not null,
  primary key (org, subject, source, as_of, entry)
);
