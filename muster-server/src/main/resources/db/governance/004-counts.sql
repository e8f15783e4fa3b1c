-- How many records stand where, kept with each step: counting 200,000 rows for every page would cost more than the page.
create table governance_count (
    org TEXT not null,
    machine TEXT not null,
    state TEXT not null,
    records BIGINT not null,
    primary key (org, machine, state)
);
insert into governance_count (org, machine, state, records)
    select org, machine, state, count(*) from governance_record group by org, machine, state;
