-- The largest heads are asked for whenever one is signed; every device has a row.
create index ledger_head_size on ledger_head (org, log, size);
