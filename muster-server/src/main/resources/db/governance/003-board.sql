-- Pages of records without a filter, the newest first; ids break ties, so that a page is the same twice.
drop index governance_record_board;
create index governance_record_board on governance_record (org, machine, state, since, id);
create index governance_record_since on governance_record (org, machine, since, id);
drop index governance_record_due;
create index governance_record_due on governance_record (org, due_at) where due_at is not null;
