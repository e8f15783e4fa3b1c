package dev.muster.server.governance;

import dev.muster.core.governance.ComponentDifference;
import dev.muster.core.governance.Field;
import dev.muster.core.governance.Instance;
import dev.muster.core.governance.Machine;
import dev.muster.core.governance.Transition;
import dev.muster.core.governance.WorkflowStore;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sql.Micros;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.topic.SoftwareComponents;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The records of one organisation, in one transaction. */
public final class SqlWorkflows implements WorkflowStore {
    static final String DUE = "select machine, id, state, since, fields, due_at from governance_record"
            + " where org = ? and due_at is not null and due_at < ? order by due_at limit ?";

    static final String DUE_OF = "select machine, id, state, since, fields, due_at from governance_record"
            + " where org = ? and machine = ? and due_at is not null and due_at < ? order by due_at limit ?";

    private final Tx tx;
    private final OrgId org;
    private final Optional<SoftwareComponents> components;

    public SqlWorkflows(Tx tx, OrgId org) {
        this(tx, org, Optional.empty());
    }

    /** @param components for what is judged by what a device runs */
    SqlWorkflows(Tx tx, OrgId org, Optional<SoftwareComponents> components) {
        this.tx = tx;
        this.org = org;
        this.components = components;
    }

    @Override
    public Optional<Map<String, String>> released(String device, String version) {
        return components.flatMap(known -> known.released(tx, org, device, version));
    }

    @Override
    public Optional<ComponentDifference> measured(String device) {
        return components.flatMap(known -> known.measured(tx, org, device));
    }

    @Override
    public Optional<Instance> find(String machine, String id) {
        List<Instance.Step> steps = tx.query(
                "select transition, actor, at from governance_step where org = ? and machine = ? and id = ?"
                        + " order by entry",
                row -> new Instance.Step(row.text("transition"), row.text("actor"), row.instant("at")),
                org.value(),
                machine,
                id);
        return tx.one(
                "select machine, id, state, since, fields from governance_record"
                        + " where org = ? and machine = ? and id = ?",
                row -> instance(row, steps),
                org.value(),
                machine,
                id);
    }

    @Override
    public Set<String> roles(String person, Instant now) {
        Set<String> roles = new LinkedHashSet<>();
        tx
                .query(
                        "select machine, id, state, since, fields from governance_record"
                                + " where org = ? and machine = 'role-grant' and person = ? and state = 'active'",
                        row -> instance(row, List.of()),
                        org.value(),
                        person)
                .stream()
                .filter(grant -> Field.time(grant.fields().getOrDefault("until", ""))
                        .filter(now::isBefore)
                        .isPresent())
                .forEach(grant -> roles.add(grant.fields().getOrDefault("role", "")));
        return roles;
    }

    @Override
    public Optional<Map.Entry<String, Instant>> fact(Subject subject, String key) {
        return tx.one(
                "select f.fact_value, s.effective_at from fact f join fact_source s"
                        + " on s.org = f.org and s.subject = f.subject and s.source = f.source"
                        + " where f.org = ? and f.subject = ? and f.fact_key = ?",
                row -> Map.entry(row.text("fact_value"), row.instant("effective_at")),
                org.value(),
                subject.text(),
                key);
    }

    @Override
    public Optional<String> verdict(String device, String requirement) {
        return tx.one(
                "select word from assurance_said where org = ? and device = ? and kind = 'requirement' and id = ?",
                row -> row.text("word").toLowerCase(Locale.ROOT).replace('_', ' '),
                org.value(),
                Subject.device(device).text(),
                requirement);
    }

    @Override
    public long spent(String line) {
        return new SqlBudget(tx, org).spent(line);
    }

    @Override
    public boolean knows(Subject subject) {
        String table = subject.kind().equals("product") ? "devices_product" : "devices_device";
        return tx.count("select count(*) as n from " + table + " where org = ? and id = ?", org.value(), subject.id())
                > 0;
    }

    /**
     * Keeps a record as it is after the step of this entry.
     *
     * @param before the state before, empty at the beginning
     */
    void keep(String before, Instance after, long entry, Optional<Instant> due) {
        if (!before.equals(after.state())) {
            count(after.machine(), before, -1);
            count(after.machine(), after.state(), 1);
        }
        Instance.Step step = after.steps().getLast();
        tx.update(
                "insert into governance_record (org, machine, id, state, since, opened_at, device, person, fields,"
                        + " due_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (org, machine, id) do update set"
                        + " state = excluded.state, since = excluded.since, device = excluded.device, person ="
                        + " excluded.person, fields = excluded.fields, due_at = excluded.due_at",
                org.value(),
                after.machine(),
                after.id(),
                after.state(),
                after.since(),
                after.steps().getFirst().at(),
                after.fields().getOrDefault("device", ""),
                after.fields().getOrDefault("person", ""),
                FieldText.write(new TreeMap<>(after.fields())),
                due.map(Micros::of).orElse(null));
        tx.update(
                "insert into governance_step (org, machine, id, entry, transition, actor, at) values (?, ?, ?, ?, ?,"
                        + " ?, ?)",
                org.value(),
                after.machine(),
                after.id(),
                entry,
                step.transition(),
                step.actor(),
                step.at());
    }

    private void count(String machine, String state, long more) {
        if (!state.isEmpty()) {
            tx.update(
                    "insert into governance_count (org, machine, state, records) values (?, ?, ?, ?) on conflict (org,"
                            + " machine, state) do update set records = governance_count.records + excluded.records",
                    org.value(),
                    machine,
                    state,
                    more);
        }
    }

    /** Whether any record of a machine is in this state. */
    boolean isAny(String machine, String state) {
        return tx.one(
                        "select 1 as n from governance_record where org = ? and machine = ? and state = ? limit 1",
                        row -> true,
                        org.value(),
                        machine,
                        state)
                .isPresent();
    }

    /** Records of a machine about a device that are in this state. */
    List<Instance> about(String device, String machine, String state) {
        return tx.query(
                "select machine, id, state, since, fields from governance_record where org = ? and device = ? and"
                        + " machine = ? and state = ? order by id limit 100",
                row -> instance(row, List.of()),
                org.value(),
                device,
                machine,
                state);
    }

    /** The newest records of a machine in a state, without their steps; as many as people can oversee. */
    public List<Instance> standing(String machine, String state) {
        return tx.query(
                "select machine, id, state, since, fields from governance_record where org = ? and machine = ? and"
                        + " state = ? order by since desc, id desc limit 1000",
                row -> instance(row, List.of()),
                org.value(),
                machine,
                state);
    }

    /** Keeps where in the ledger a device's record of a session is. */
    void recorded(String session, long entry) {
        tx.update(
                "insert into governance_session_record (org, session, entry) values (?, ?, ?)"
                        + " on conflict (org, session) do nothing",
                org.value(),
                session,
                entry);
    }

    /** The entry that holds the record of a session. */
    Optional<Long> recorded(String session) {
        return tx.one(
                "select entry from governance_session_record where org = ? and session = ?",
                row -> row.number("entry"),
                org.value(),
                session);
    }

    /** How many records of a machine are in each state. */
    Map<String, Long> counts(String machine) {
        Map<String, Long> counts = new TreeMap<>();
        tx.query(
                "select state, records from governance_count where org = ? and machine = ? and records > 0",
                row -> counts.put(row.text("state"), row.number("records")),
                org.value(),
                machine);
        return counts;
    }

    /** Records that time moves before this moment, with when; the earliest first. */
    List<Map.Entry<Instance, Instant>> due(Instant before, int limit) {
        return tx.query(
                DUE, row -> Map.entry(instance(row, List.of()), row.instant("due_at")), org.value(), before, limit);
    }

    /** The same of one machine. */
    List<Map.Entry<Instance, Instant>> due(String machine, Instant before, int limit) {
        return tx.query(
                DUE_OF,
                row -> Map.entry(instance(row, List.of()), row.instant("due_at")),
                org.value(),
                machine,
                before,
                limit);
    }

    /** Names of all transitions that people may ask for in this state. */
    static List<String> open(Machine machine, String state) {
        return machine.transitions().stream()
                .filter(t -> t.from().contains(state) && !t.role().equals(Transition.SYSTEM))
                .map(Transition::name)
                .toList();
    }

    private static Instance instance(Row row, List<Instance.Step> steps) {
        return new Instance(
                row.text("machine"),
                row.text("id"),
                row.text("state"),
                row.instant("since"),
                new HashMap<>(FieldText.read(row.text("fields"))),
                steps);
    }
}
