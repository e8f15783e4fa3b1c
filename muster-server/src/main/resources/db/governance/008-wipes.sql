-- Where the last proof of a wipe is in the ledger: a fold of governance.wipe-proved.
create table governance_wipe (
    org TEXT not null,
    custody TEXT not null,
    entry BIGINT not null,
    primary key (org, custody)
);
