package dev.muster.server.facts;

import dev.muster.core.assurance.FactRegister;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sequence.Entries;
import dev.muster.ledger.sql.Micros;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * The latest facts of one organisation: those of now from a register, those of any past time from the entries that were
 * known then. Both say the same of the same time.
 */
public final class SqlFactStore {
    static final String NOW_OF_ONE = select("f.subject = ? and");

    static final String NOW_OF_ALL = select("");

    private static final String NOW_UNDER = select("f.fact_key like ? and");

    /** For each source, which there are few of, the newest entry: so the number of entries does not matter. */
    private static final String THEN = "select (select e.entry from fact_entry e where e.org = s.org"
            + " and e.subject = s.subject and e.source = s.source and e.as_of <= ? and e.entry < ?"
            + " order by e.as_of desc, e.entry desc limit 1) as entry, s.subject"
            + " from fact_source s where s.org = ?";

    static final String THEN_OF_ONE = THEN + " and s.subject = ?";

    static final String THEN_OF_ALL = THEN + " order by s.subject";

    static final String SUBJECTS = "select distinct subject from fact_source where org = ?";

    private static final String WITH_DEVICES = "select l.org from ledger_log l where l.log = 'record' and exists"
            + " (select 1 from fact_source f where f.org = l.org and f.subject like 'device/%')";

    private final Tx tx;
    private final OrgId org;
    private final EntryFacts facts;

    /** @param facts reads what entries say */
    public SqlFactStore(Tx tx, OrgId org, EntryFacts facts) {
        this.tx = tx;
        this.org = org;
        this.facts = facts;
    }

    private static String select(String about) {
        return "select f.subject, f.fact_key, f.fact_value, f.grade, s.entry, s.effective_at, s.received_at"
                + " from fact f cross join fact_source s where " + about
                + " f.org = ? and s.org = f.org and s.subject = f.subject and s.source = f.source"
                + " order by f.subject, f.fact_key";
    }

    /** The latest facts of this subject. */
    public List<Known> now(Subject subject) {
        return tx.query(NOW_OF_ONE, row -> known(subject, row), subject.text(), org.value());
    }

    /** The latest facts of this subject that entries up to and with this one state, whatever later ones say. */
    public List<Known> upTo(Subject subject, long last) {
        List<Known> now = now(subject);
        if (now.stream().allMatch(known -> known.fact().entry() <= last)) {
            return now;
        }
        FactRegister register = new FactRegister(org);
        now.stream().filter(known -> known.fact().entry() <= last).forEach(register::accept);
        then(subject, Long.MAX_VALUE, last + 1).forEach(register::accept);
        return List.copyOf(register.of(subject).values());
    }

    /** Every organisation that has a device of which something is known. */
    public static List<OrgId> withDevices(Tx tx) {
        return tx.query(WITH_DEVICES, row -> new OrgId(row.text("org")));
    }

    /** Everything and everybody that facts are about. */
    public List<Subject> subjects() {
        return tx.query(SUBJECTS, row -> Subject.parse(row.text("subject")), org.value());
    }

    /** The latest facts under keys that begin so, of every subject. */
    public List<Known> nowUnder(String beginning) {
        return tx.query(NOW_UNDER, SqlFactStore::known, beginning + "%", org.value());
    }

    /** The latest facts of every subject. */
    public FactRegister register() {
        FactRegister register = new FactRegister(org);
        tx.query(NOW_OF_ALL, SqlFactStore::known, org.value()).forEach(register::accept);
        return register;
    }

    /** The latest facts of every subject, as they were known at {@code at}. */
    public FactRegister register(Instant at) {
        Entries entries = new Entries(tx, org);
        long until = entries.receivedBy(at);
        FactRegister register = new FactRegister(org);
        tx.query(THEN_OF_ALL, SqlFactStore::place, at, until, org.value()).stream()
                .filter(index -> index >= 0)
                .distinct()
                .flatMap(index -> entries.at(index).stream())
                .flatMap(entry -> facts.of(entry).stream())
                .forEach(register::accept);
        return register;
    }

    /** The latest facts that bear on one device: its own, its product's, ours. */
    public FactRegister register(Subject device) {
        FactRegister register = new FactRegister(org);
        now(device).forEach(register::accept);
        now(Subject.org(org)).forEach(register::accept);
        register.productOf(device).ifPresent(product -> now(product).forEach(register::accept));
        return register;
    }

    /** The latest facts that bear on one device, as they were known at {@code at}: its own, its product's, ours. */
    public FactRegister register(Subject device, Instant at) {
        FactRegister register = new FactRegister(org);
        then(device, at).forEach(register::accept);
        then(Subject.org(org), at).forEach(register::accept);
        register.productOf(device).ifPresent(product -> then(product, at).forEach(register::accept));
        return register;
    }

    /** What is known of this subject as it was at {@code at}. */
    private List<Known> then(Subject subject, Instant at) {
        return known(at).apply(subject);
    }

    /** What was known of a subject at this time, to be asked for one after the other; of each key the newest. */
    public Function<Subject, List<Known>> known(Instant at) {
        long asOf = Micros.of(at);
        long until = new Entries(tx, org).receivedBy(at);
        return subject -> then(subject, asOf, until);
    }

    private List<Known> then(Subject subject, long asOf, long until) {
        Entries entries = new Entries(tx, org);
        FactRegister register = new FactRegister(org);
        tx.query(THEN_OF_ONE, SqlFactStore::place, asOf, until, org.value(), subject.text()).stream()
                .filter(index -> index >= 0)
                .distinct()
                .flatMap(index -> entries.at(index).stream())
                .flatMap(entry -> facts.of(entry).stream())
                .filter(known -> known.fact().subject().equals(subject))
                .forEach(register::accept);
        return List.copyOf(register.of(subject).values());
    }

    private static long place(Row row) {
        return row.longOr("entry", -1);
    }

    private static Known known(Row row) {
        return known(Subject.parse(row.text("subject")), row);
    }

    private static Known known(Subject subject, Row row) {
        Fact fact = new Fact(
                subject,
                row.text("fact_key"),
                row.text("fact_value"),
                row.instant("effective_at"),
                Grade.valueOf(row.text("grade")),
                row.number("entry"));
        return new Known(fact, row.instant("received_at"));
    }
}
