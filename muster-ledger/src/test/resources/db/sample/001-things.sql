-- A table with every column type the common subset has.
create table things (
    id TEXT primary key,
    number BIGINT not null,
    truth INTEGER not null,
    body ${bytes},
    seen_at BIGINT
);

create table numbered (
    id ${identity},
    name TEXT not null unique
);
