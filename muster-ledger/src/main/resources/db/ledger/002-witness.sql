-- Logs of others that we witness, and the head that we cosigned last.
create table witnessed_log (
  org TEXT not null,
  origin TEXT not null,
  note_key TEXT not null,
  note ${bytes},
  primary key (org, origin)
);
