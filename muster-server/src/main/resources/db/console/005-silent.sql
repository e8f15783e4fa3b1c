-- Who is silent is told by time alone: answered from this index, however large the fleet is.
drop index console_device_attested;
create index console_device_attested on console_device (org, attested_at, device, state, verdict);
