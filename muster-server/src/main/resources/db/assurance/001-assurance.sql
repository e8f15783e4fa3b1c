-- Every fact that an entry states. as_of is the earlier of effective_at and received_at: from when it ages.
create table assurance_fact (
  org TEXT not null,
  entry BIGINT not null,
  seq BIGINT not null,
  subject TEXT not null,
  fact_key TEXT not null,
  fact_value TEXT not null,
  effective_at BIGINT not null,
  received_at BIGINT not null,
  as_of BIGINT not null,
  grade TEXT not null,
  primary key (org, entry, seq)
);

create index assurance_fact_latest on assurance_fact (org, subject, fact_key, as_of, entry, seq);

-- What the ledger last said about a device: kind is 'check' or 'requirement'; word the outcome or verdict.
create table assurance_said (
  org TEXT not null,
  device TEXT not null,
  kind TEXT not null,
  id TEXT not null,
  word TEXT not null,
  grade TEXT,
  entry BIGINT not null,
  primary key (org, device, kind, id)
);
