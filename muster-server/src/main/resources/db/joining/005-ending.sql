-- What ends soon is asked for by its end.
create index joining_issued_ends on joining_issued (org, not_after);
