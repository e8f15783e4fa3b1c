-- Certificates that end soon, found without looking at all of them.
create index joining_issued_ends on joining_issued (org, not_after);
