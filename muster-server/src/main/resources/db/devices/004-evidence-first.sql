-- Devices that earlier versions may have put in service without evidence: looked at once, when the server has started.
create table devices_unproven (
    org TEXT not null,
    device TEXT not null,
    primary key (org, device)
);
insert into devices_unproven (org, device) select org, id from devices_device where state = 'OPERATIONAL';
