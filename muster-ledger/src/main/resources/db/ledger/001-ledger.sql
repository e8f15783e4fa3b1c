-- One row a log. log is 'record' or 'statement'. received_at: of the newest entry, so that it never decreases.
-- fence: number of the lease under which the row was last written.
create table ledger_log (
  org TEXT not null,
  log TEXT not null,
  size BIGINT not null,
  received_at BIGINT not null,
  fence BIGINT not null,
  primary key (org, log)
);

-- The record: the truth of everything. body and salt are null once erased; digest is SHA-256(salt || body).
create table entry (
  org TEXT not null,
  idx BIGINT not null,
  type TEXT not null,
  subject TEXT not null,
  effective_at BIGINT not null,
  received_at BIGINT not null,
  issuer TEXT not null,
  digest ${bytes} not null,
  salt ${bytes},
  body ${bytes},
  primary key (org, idx)
);

-- "What did we know at T": by subject, by type, of everything.
create index entry_subject on entry (org, subject, received_at, idx);
create index entry_type on entry (org, type, idx);
create index entry_received on entry (org, received_at, idx);

-- Next index that a follower has not finished.
create table ledger_follower (
  name TEXT not null,
  org TEXT not null,
  next_idx BIGINT not null,
  failures BIGINT not null,
  last_error TEXT,
  primary key (name, org)
);

-- Tiles and checkpoints where no data directory is shared: blobs, never a row a node.
create table ledger_tile (
  org TEXT not null,
  log TEXT not null,
  level BIGINT not null,
  idx BIGINT not null,
  width BIGINT not null,
  fence BIGINT not null,
  hashes ${bytes} not null,
  primary key (org, log, level, idx, width)
);

-- The largest head that each witness of a log has shown: ourselves, other witnesses, devices.
create table ledger_head (
  org TEXT not null,
  log TEXT not null,
  source TEXT not null,
  size BIGINT not null,
  root ${bytes} not null,
  note ${bytes} not null,
  seen_at BIGINT not null,
  primary key (org, log, source)
);

-- Register of the statement log. The bytes stand in the body of entry number entry_idx.
create table statement (
  org TEXT not null,
  idx BIGINT not null,
  statement_hash ${bytes} not null,
  leaf ${bytes} not null,
  issuer TEXT not null,
  subject TEXT not null,
  content_type TEXT not null,
  entry_idx BIGINT not null,
  registered_at BIGINT not null,
  primary key (org, idx)
);
create unique index statement_hash on statement (org, statement_hash);
create index statement_subject on statement (org, issuer, subject, idx);
create index statement_type on statement (org, content_type, idx);

-- Which server writes. Taken by writing; the fence grows with each change of hands.
create table ledger_lease (
  name TEXT not null primary key,
  holder TEXT not null,
  fence BIGINT not null,
  until_at BIGINT not null
);
