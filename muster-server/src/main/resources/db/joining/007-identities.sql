-- A device is looked up by its maker's number for it and by its UUID. The one authority of before there were generations was
-- brought over by 004 and is asked for there.
drop table joining_authority;
create index joining_identity_serial on joining_identity (org, serial);
create index joining_identity_uuid on joining_identity (org, uuid);
