-- Who hears of what: folds of the notice entries; where to, which may be a secret, is kept here alone.
create table notice_subscription (
    org TEXT not null,
    id TEXT not null,
    channel TEXT not null,
    shown TEXT not null,
    kinds TEXT not null,
    weight BIGINT not null,
    digest_hour BIGINT not null,
    generation BIGINT not null,
    primary key (org, id)
);
create table notice_target (
    org TEXT not null,
    id TEXT not null,
    target TEXT not null,
    primary key (org, id)
);
create table notice_silence (
    org TEXT not null,
    id TEXT not null,
    kind TEXT not null,
    subject TEXT not null,
    until_at BIGINT not null,
    reason TEXT not null,
    primary key (org, id)
);
create table notice_owner (
    org TEXT not null,
    kind TEXT not null,
    subject TEXT not null,
    owner TEXT not null,
    note TEXT not null,
    since BIGINT not null,
    primary key (org, kind, subject)
);
-- Matters: what there is to hear of, made from entries and clocks by who follows them.
create table notice_alert (
    org TEXT not null,
    kind TEXT not null,
    subject TEXT not null,
    weight BIGINT not null,
    says TEXT not null,
    opened_at BIGINT not null,
    last_at BIGINT not null,
    said_at BIGINT not null,
    times BIGINT not null,
    entry BIGINT not null,
    over_at BIGINT,
    primary key (org, kind, subject)
);
create index notice_alert_open on notice_alert (org, weight, last_at) where over_at is null;
-- Messages: one for each matter and subscription, until it has arrived or was given up.
create table notice_outbox (
    org TEXT not null,
    subscription TEXT not null,
    message TEXT not null,
    kind TEXT not null,
    subject TEXT not null,
    weight BIGINT not null,
    says TEXT not null,
    settled BIGINT not null,
    at BIGINT not null,
    state TEXT not null,
    tries BIGINT not null,
    next_at BIGINT not null,
    fault TEXT not null,
    primary key (org, subscription, message)
);
create index notice_outbox_due on notice_outbox (next_at) where state in ('waiting', 'digest');
create index notice_outbox_newest on notice_outbox (org, at);
