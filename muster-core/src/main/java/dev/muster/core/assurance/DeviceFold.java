package dev.muster.core.assurance;

import dev.muster.core.facts.Check;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One device's part of a {@link PostureFold}: how it stands, what was said of it, and what has to be judged again. Of
 * findings only a fingerprint is kept and of verdicts only the {@link Standing}, in arrays: there are hundreds of each for
 * every device, and what is needed of them follows from the facts again.
 */
@SuppressWarnings("EnumOrdinal") // in memory only, never stored
final class DeviceFold {
    private static final Finding.Outcome[] OUTCOMES = Finding.Outcome.values();

    private final Subject subject;
    private final Assessor assessor;
    private final FleetTally tally;
    private final byte[] standings;
    private final byte[] said;
    /** One more than the ordinal of an outcome; 0 where nothing was said. */
    private final byte[] saidOfChecks;
    /** What a finding was, in a number; 0 where it has not been judged. */
    private final long[] fingerprints;

    private final Instant[] changes;
    private final BitSet touchedChecks = new BitSet();
    private final BitSet touchedRequirements = new BitSet();
    private final Map<RequirementId, Instant> waivedUntil = new HashMap<>(0);
    private Instant nextChange = Instant.MIN;

    /** @param tally counts the verdicts of this device among those of the others */
    DeviceFold(Subject subject, Assessor assessor, FleetTally tally) {
        this.tally = tally;
        this.subject = subject;
        this.assessor = assessor;
        Places places = assessor.places();
        standings = new byte[places.requirements().size()];
        said = new byte[places.requirements().size()];
        saidOfChecks = new byte[places.checks().size()];
        fingerprints = new long[places.checks().size()];
        changes = new Instant[places.checks().size()];
        Arrays.fill(changes, Instant.MAX);
        touchAll();
    }

    Subject subject() {
        return subject;
    }

    /** How it stands by this requirement as of the last {@link #settle}. */
    Optional<Standing> standing(int place) {
        return Standing.decode(standings[place]);
    }

    void said(AssuranceEvent.RequirementChange change) {
        assessor.places()
                .of(RequirementId.parse(change.requirement()))
                .ifPresent(place -> said[place] = new Standing(change.after(), change.grade(), false).code());
    }

    void said(AssuranceEvent.CheckChange change) {
        assessor.places()
                .ofCheck(change.check())
                .ifPresent(place -> saidOfChecks[place] = (byte) (change.after().ordinal() + 1));
    }

    void touch(FactKey key) {
        assessor.checks()
                .lookingAt(key)
                .forEach(check -> assessor.places().ofCheck(check.id()).ifPresent(touchedChecks::set));
        AssuranceFacts.decidedRequirement(key.key()).ifPresent(this::touch);
        assessor.conditionedBy(key).forEach(this::touch);
    }

    private void touch(RequirementId id) {
        // A decision about a row that this version of the catalogue does not have touches nothing.
        assessor.places().of(id).ifPresent(touchedRequirements::set);
    }

    void touchAll() {
        touchedChecks.set(0, fingerprints.length);
        touchedRequirements.set(0, standings.length);
    }

    Optional<PostureFold.Change> settle(FactRegister register, Instant now) {
        if (!now.isBefore(nextChange)) {
            for (int place = 0; place < changes.length; place++) {
                if (!now.isBefore(changes[place])) {
                    touchedChecks.set(place);
                }
            }
            waivedUntil.forEach((id, until) -> {
                if (!now.isBefore(until)) {
                    touch(id);
                }
            });
        }
        if (touchedChecks.isEmpty() && touchedRequirements.isEmpty()) {
            return Optional.empty();
        }
        Facts facts = register.view(subject);
        Map<String, Finding> judged = new HashMap<>();
        Function<String, Finding> findings = id ->
                judged.computeIfAbsent(id, one -> Finding.of(assessor.checks().get(one), facts, now));
        List<AssuranceEvent.CheckChange> checks = judge(findings, now);
        List<AssuranceEvent.RequirementChange> requirements = weigh(facts, findings, now);
        nextChange = earliest();
        touchedChecks.clear();
        touchedRequirements.clear();
        return checks.isEmpty() && requirements.isEmpty()
                ? Optional.empty()
                : Optional.of(new PostureFold.Change(subject, requirements, checks));
    }

    private Instant earliest() {
        Instant earliest = Instant.MAX;
        for (Instant change : changes) {
            earliest = change.isBefore(earliest) ? change : earliest;
        }
        for (Instant until : waivedUntil.values()) {
            earliest = until.isBefore(earliest) ? until : earliest;
        }
        return earliest;
    }

    private List<AssuranceEvent.CheckChange> judge(Function<String, Finding> findings, Instant now) {
        List<AssuranceEvent.CheckChange> told = new ArrayList<>();
        for (int place = touchedChecks.nextSetBit(0); place >= 0; place = touchedChecks.nextSetBit(place + 1)) {
            Check check = assessor.places().checks().get(place);
            Finding finding = findings.apply(check.id());
            long old = fingerprints[place];
            fingerprints[place] = finding.fingerprint();
            changes[place] = finding.changesAt();
            boolean other = old != fingerprints[place];
            if (other) {
                assessor.linkedTo(check.id()).forEach(this::touch);
            }
            // New evidence of a breach is news: whoever answers breaches has to know that the answer did not help.
            boolean failedAgain = finding.outcome() == Finding.Outcome.FAIL && old != 0 && other;
            // Nothing said is the same as Unknown said: most of the catalogue stays so, and the ledger need not repeat
            // it. Nor is it remembered as said: a judge that is started anew knows only what the ledger says.
            int before = saidOfChecks[place] - 1;
            if (before < 0 && finding.outcome() == Finding.Outcome.UNKNOWN) {
                continue;
            }
            saidOfChecks[place] = (byte) (finding.outcome().ordinal() + 1);
            if (before != finding.outcome().ordinal() || failedAgain) {
                told.add(change(before < 0 ? Optional.empty() : Optional.of(OUTCOMES[before]), finding, now));
            }
        }
        return told;
    }

    private void waived(RequirementId id, Verdict verdict) {
        if (verdict instanceof Verdict.Waived waived) {
            waivedUntil.put(id, waived.waiver().until());
        }
    }

    private List<AssuranceEvent.RequirementChange> weigh(Facts facts, Function<String, Finding> findings, Instant now) {
        Map<RequirementId, AssuranceEvent.RequirementChange> told = new TreeMap<>();
        touchedRequirements.stream().forEach(place -> {
            RequirementId id = assessor.places().requirements().get(place);
            waivedUntil.remove(id);
            Standing standing = assessor.standing(
                    assessor.requirement(id).orElseThrow(), facts, findings, now, verdict -> waived(id, verdict));
            byte code = standing.code();
            tally.moved(place, Standing.decode(standings[place]), standing);
            standings[place] = code;
            Optional<Standing> before = Standing.decode(said[place]);
            boolean news =
                    before.isPresent() ? !before.get().toldAs(standing) : standing.kind() != Verdict.Kind.UNKNOWN;
            if (news) {
                said[place] = code;
                told.put(
                        id,
                        new AssuranceEvent.RequirementChange(
                                id.text(), before.map(Standing::kind), standing.kind(), standing.grade()));
            }
        });
        return List.copyOf(told.values());
    }

    private static AssuranceEvent.CheckChange change(Optional<Finding.Outcome> before, Finding after, Instant now) {
        List<Long> entries = new TreeSet<>(after.facts().stream()
                        .map(known -> known.fact().entry())
                        .toList())
                .stream().toList();
        Instant evidenceAt = after.facts().stream()
                .map(Known::receivedAt)
                .max(Instant::compareTo)
                .orElse(now);
        return new AssuranceEvent.CheckChange(
                after.check(), before, after.outcome(), after.reason(), evidenceAt, entries);
    }
}
