package dev.muster.core.governance;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Records in memory: folds what the desk drafts, as the register does. */
final class MemoryWorkflows implements WorkflowStore {
    static final Instant START = Instant.parse("2026-11-29T08:00:00Z");

    final Workflows desk = new Workflows(Machines.shipped());
    final Map<String, Instance> records = new HashMap<>();
    final Map<String, Map.Entry<String, Instant>> facts = new HashMap<>();
    final Map<String, Set<String>> roles = new HashMap<>();
    final Map<String, String> verdicts = new HashMap<>();
    final List<Draft> entries = new ArrayList<>();
    final Map<String, Map<String, String>> released = new HashMap<>();
    Optional<ComponentDifference> measured = Optional.empty();
    Instant now = START;

    @Override
    public Optional<Map<String, String>> released(String device, String version) {
        return Optional.ofNullable(released.get(version));
    }

    @Override
    public Optional<ComponentDifference> measured(String device) {
        return measured;
    }

    @Override
    public Optional<Instance> find(String machine, String id) {
        return Optional.ofNullable(records.get(machine + "/" + id));
    }

    @Override
    public Set<String> roles(String person, Instant at) {
        return roles.getOrDefault(person, Set.of());
    }

    @Override
    public Optional<Map.Entry<String, Instant>> fact(Subject subject, String key) {
        return Optional.ofNullable(facts.get(subject.text() + " " + key));
    }

    @Override
    public Optional<String> verdict(String device, String requirement) {
        return Optional.ofNullable(verdicts.get(device + " " + requirement));
    }

    @Override
    public long spent(String line) {
        return records.values().stream()
                .flatMap(record -> Budgets.spent(record).stream())
                .filter(spent -> spent.line().equals(line))
                .mapToLong(Budgets.Spent::cents)
                .sum();
    }

    @Override
    public boolean knows(Subject subject) {
        return !subject.id().equals("nobody");
    }

    void grant(String person, String... granted) {
        roles.computeIfAbsent(person, _ -> new HashSet<>()).addAll(Set.of(granted));
    }

    void attested(String device, String status) {
        facts.put(Subject.device(device).text() + " attestation.status", Map.entry(status, now));
    }

    Workflows.Answer move(String machine, String id, String transition, String actor, String... fields) {
        Map<String, String> set = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            set.put(fields[i], fields[i + 1]);
        }
        return take(desk.move(new Workflows.Request(machine, id, transition, actor, true, "", set), this, now));
    }

    Workflows.Answer expire(String machine, String id) {
        return take(desk.expire(machine, id, this, now));
    }

    private Workflows.Answer take(Decision<Workflows.Answer> decision) {
        decision.drafts().forEach(draft -> {
            Subject subject = draft.subject();
            Instance before = find(subject.kind(), subject.id())
                    .orElseGet(() -> new Instance(subject.kind(), subject.id(), "", now, Map.of(), List.of()));
            records.put(
                    subject.text(),
                    Workflows.after(before, (GovernanceEvent.Moved) draft.event(), draft.effectiveAt()));
            entries.add(draft);
        });
        now = now.plusSeconds(1);
        return decision.answer();
    }

    String state(String machine, String id) {
        return find(machine, id).map(Instance::state).orElse("");
    }
}
