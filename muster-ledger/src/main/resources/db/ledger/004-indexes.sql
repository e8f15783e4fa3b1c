-- received_at never decreases with idx, so a time is found among the entries by halving: no index holds it. What lands at
-- random places of an index costs most of a commit, so there are as few such indexes as the questions need.
drop index entry_received;
drop index entry_subject;
create index entry_subject on entry (org, subject, idx);

-- Which statements changed the rules: asked for with every batch, and there are few of them.
create index statement_rules on statement (org, idx) where content_type in
  ('application/vnd.muster.registration-policy+cbor', 'application/vnd.muster.trust-anchor+cbor');
