-- Authorities of each organisation in all their generations, what one said of another, and the step that waits for a word.
create table joining_ca (
    org TEXT not null,
    fingerprint TEXT not null,
    role TEXT not null,
    standing TEXT not null,
    certificate ${bytes} not null,
    issuer TEXT not null,
    since BIGINT not null,
    primary key (org, fingerprint)
);
create table joining_ca_cross (
    org TEXT not null,
    issuer TEXT not null,
    of_root TEXT not null,
    certificate ${bytes} not null,
    primary key (org, issuer, of_root)
);
create table joining_ca_step (
    org TEXT not null,
    id TEXT not null,
    step TEXT not null,
    argument TEXT not null,
    reason TEXT not null,
    by_whom TEXT not null,
    at BIGINT not null,
    primary key (org)
);
alter table joining_enrolment add column authority TEXT not null default '';
alter table joining_issued add column authority TEXT not null default '';
create index joining_issued_authority on joining_issued (org, authority, serial);
-- An organisation had one authority, which signed itself.
insert into joining_ca (org, fingerprint, role, standing, certificate, issuer, since)
    select a.org, a.fingerprint, 'DEVICE', 'ACTIVE', a.certificate, a.fingerprint,
        coalesce((select min(e.effective_at) from entry e where e.org = a.org
            and e.subject = 'authority/' || a.fingerprint), 0)
    from joining_authority a;
update joining_enrolment set authority = coalesce(
    (select a.fingerprint from joining_authority a where a.org = joining_enrolment.org), '');
update joining_issued set authority = coalesce(
    (select a.fingerprint from joining_authority a where a.org = joining_issued.org), '');
