package dev.muster.core.assurance;

import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One device's part of a {@link PostureFold}: its findings, its verdicts, and what has to be judged again. */
final class DeviceFold {
    private final Subject subject;
    private final Assessor assessor;
    private final FleetTally tally;
    private final Map<String, Finding> findings = new TreeMap<>();
    private final Map<RequirementId, Verdict> verdicts = new TreeMap<>();
    private final TreeSet<String> touchedChecks = new TreeSet<>();
    private final TreeSet<RequirementId> touchedRequirements = new TreeSet<>();
    private final Map<String, Finding.Outcome> saidOfChecks = new TreeMap<>();
    private final Map<RequirementId, Said> saidOfRequirements = new TreeMap<>();
    private final Map<RequirementId, Instant> waivedUntil = new TreeMap<>();
    private Instant nextChange = Instant.MIN;

    /** What the ledger last said about a requirement. */
    private record Said(Verdict.Kind kind, Optional<Grade> grade) {}

    /** @param tally counts the verdicts of this device among those of the others */
    DeviceFold(Subject subject, Assessor assessor, FleetTally tally) {
        this.tally = tally;
        this.subject = subject;
        this.assessor = assessor;
        touchAll();
    }

    Subject subject() {
        return subject;
    }

    Map<RequirementId, Verdict> verdicts() {
        return verdicts;
    }

    void said(AssuranceEvent.RequirementChange change) {
        RequirementId id = RequirementId.parse(change.requirement());
        saidOfRequirements.put(id, new Said(change.after(), change.grade()));
    }

    void said(AssuranceEvent.CheckChange change) {
        saidOfChecks.put(change.check(), change.after());
    }

    void touch(FactKey key) {
        assessor.checks().lookingAt(key).forEach(check -> touchedChecks.add(check.id()));
        AssuranceFacts.decidedRequirement(key.key()).ifPresent(touchedRequirements::add);
    }

    void touchAll() {
        touchedChecks.addAll(assessor.checks().ids());
        assessor.catalogue().requirements().forEach(requirement -> touchedRequirements.add(requirement.id()));
    }

    Optional<PostureFold.Change> settle(FactRegister register, Instant now) {
        if (!now.isBefore(nextChange)) {
            findings.values().stream()
                    .filter(finding -> !now.isBefore(finding.changesAt()))
                    .forEach(finding -> touchedChecks.add(finding.check()));
            waivedUntil.forEach((id, until) -> {
                if (!now.isBefore(until)) {
                    touchedRequirements.add(id);
                }
            });
        }
        if (touchedChecks.isEmpty() && touchedRequirements.isEmpty()) {
            return Optional.empty();
        }
        Facts facts = register.view(subject);
        List<AssuranceEvent.CheckChange> checks = judge(facts, now);
        List<AssuranceEvent.RequirementChange> requirements = weigh(facts, now);
        nextChange = Stream.concat(findings.values().stream().map(Finding::changesAt), waivedUntil.values().stream())
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        touchedChecks.clear();
        touchedRequirements.clear();
        return checks.isEmpty() && requirements.isEmpty()
                ? Optional.empty()
                : Optional.of(new PostureFold.Change(subject, requirements, checks));
    }

    private List<AssuranceEvent.CheckChange> judge(Facts facts, Instant now) {
        List<AssuranceEvent.CheckChange> changes = new ArrayList<>();
        for (String id : touchedChecks) {
            Finding finding = Finding.of(assessor.checks().get(id), facts, now);
            Finding old = findings.put(id, finding);
            if (!finding.equals(old)) {
                touchedRequirements.addAll(assessor.linkedTo(id));
            }
            // New evidence of a breach is news: whoever answers breaches has to know that the answer did not help.
            boolean failedAgain = finding.outcome() == Finding.Outcome.FAIL && old != null && !finding.equals(old);
            // Nothing said is the same as Unknown said: most of the catalogue stays so, and the ledger need not repeat
            // it.
            Finding.Outcome before = saidOfChecks.put(id, finding.outcome());
            if (before == null && finding.outcome() == Finding.Outcome.UNKNOWN) {
                continue;
            }
            if (before != finding.outcome() || failedAgain) {
                changes.add(change(before, finding, now));
            }
        }
        return changes;
    }

    private List<AssuranceEvent.RequirementChange> weigh(Facts facts, Instant now) {
        List<AssuranceEvent.RequirementChange> changes = new ArrayList<>();
        for (RequirementId id : touchedRequirements) {
            Optional<Requirement> requirement = assessor.requirement(id);
            if (requirement.isEmpty()) {
                continue; // a decision about a row that this version of the catalogue does not have
            }
            Verdict verdict = assessor.verdict(requirement.get(), facts, findings, now);
            tally.moved(id, verdicts.put(id, verdict), verdict);
            waivedUntil.remove(id);
            if (verdict instanceof Verdict.Waived waived) {
                waivedUntil.put(id, waived.waiver().until());
            }
            Said told = new Said(verdict.kind(), verdict.weakest());
            Said before = saidOfRequirements.put(id, told);
            if (before == null && told.kind() == Verdict.Kind.UNKNOWN) {
                continue;
            }
            if (!told.equals(before)) {
                changes.add(new AssuranceEvent.RequirementChange(
                        id.text(), Optional.ofNullable(before).map(Said::kind), told.kind(), told.grade()));
            }
        }
        return changes;
    }

    private static AssuranceEvent.CheckChange change(Finding.@Nullable Outcome before, Finding after, Instant now) {
        List<Long> entries = after.facts().stream()
                .map(known -> known.fact().entry())
                .distinct()
                .sorted()
                .toList();
        Instant evidenceAt = after.facts().stream()
                .map(Known::receivedAt)
                .max(Instant::compareTo)
                .orElse(now);
        return new AssuranceEvent.CheckChange(
                after.check(), Optional.ofNullable(before), after.outcome(), after.reason(), evidenceAt, entries);
    }
}
