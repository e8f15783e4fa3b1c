-- A head of the size that we cosigned with another root, when the log has shown one: it is told once.
alter table witnessed_log add column other ${bytes};
