-- Who made an entry happen, as the server authenticated them: operator/anna, device/cam-07, server, nobody. Null in entries
-- from before this was written down; their leaves do not have it.
alter table entry add column actor TEXT;
