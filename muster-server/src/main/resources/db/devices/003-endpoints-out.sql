-- What is open for a device is said by its entries and by the update topic's work; nobody asked this table.
drop table devices_endpoint;
