-- Who is silent goes by what is expected of its product.
drop index console_device_attested;
create index console_device_attested on console_device (org, attested_at, device, state, verdict, product);
