-- What was booked under a budget line, by year: kept with each step, because a line may have as many costs as there is work.
create table governance_spent (
    org TEXT not null,
    line TEXT not null,
    year BIGINT not null,
    cents BIGINT not null,
    primary key (org, line, year)
);
-- Where in the ledger the last comparison of an acquisition with its offers is: a fold of governance.gaps-compared.
create table governance_gaps (
    org TEXT not null,
    acquisition TEXT not null,
    entry BIGINT not null,
    primary key (org, acquisition)
);
