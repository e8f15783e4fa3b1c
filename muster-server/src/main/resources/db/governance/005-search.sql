-- Records of one device or person, the newest first: with the order in the index, so that no planner reads all for it.
drop index governance_record_device;
drop index governance_record_person;
create index governance_record_device on governance_record (org, machine, device, since, id);
create index governance_record_person on governance_record (org, machine, person, since, id);
