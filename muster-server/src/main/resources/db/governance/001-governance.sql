-- Records of governance and their steps: folds of the governance entries.
create table governance_record (
    org TEXT not null,
    machine TEXT not null,
    id TEXT not null,
    state TEXT not null,
    since BIGINT not null,
    opened_at BIGINT not null,
    device TEXT not null,
    person TEXT not null,
    fields TEXT not null,
    due_at BIGINT,
    primary key (org, machine, id)
);
create index governance_record_board on governance_record (org, machine, state, since);
create index governance_record_opened on governance_record (org, machine, opened_at);
create index governance_record_device on governance_record (org, device) where device <> '';
create index governance_record_person on governance_record (org, machine, person) where person <> '';
create index governance_record_due on governance_record (due_at) where due_at is not null;
create table governance_step (
    org TEXT not null,
    machine TEXT not null,
    id TEXT not null,
    entry BIGINT not null,
    transition TEXT not null,
    actor TEXT not null,
    at BIGINT not null,
    primary key (org, machine, id, entry)
);
