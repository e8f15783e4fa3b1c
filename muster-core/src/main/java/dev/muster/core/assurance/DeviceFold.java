package dev.muster.core.assurance;

import dev.muster.core.facts.Check;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One device's part of a {@link PostureFold}: what was said of it, and what has to be judged again. It stands as it was
 * last said, and by what nothing was said of it is unknown. There are hundreds of rows for every device and a hundred
 * thousand devices, so of a verdict one byte is kept, of a finding what decides verdicts, and all of it once for devices
 * that stand alike; what else is needed follows from the facts again.
 */
@SuppressWarnings("EnumOrdinal") // in memory only, never stored
final class DeviceFold {
    private static final Finding.Outcome[] OUTCOMES = Finding.Outcome.values();

    private final Subject subject;
    private final Assessor assessor;
    private final FleetTally tally;
    /** Codes of {@link Standing} by place of the requirement. This and the next two are shared while nothing is touched. */
    private byte[] said;
    /** One more than the ordinal of an outcome; 0 where nothing was said. */
    private byte[] saidOfChecks;
    /** What was said before the last {@link #settle}. */
    private byte[] saidBefore;

    private byte[] saidOfChecksBefore;
    /** {@link Finding#combination} by place of the check; 0 where it has not been judged. */
    private byte[] found;
    /** Which breach was found, by place of the check. */
    private Map<Integer, Long> breaches = Map.of();

    private Map<RequirementId, Instant> waivedUntil = Map.of();
    private Agenda agenda = Agenda.EMPTY;
    private @Nullable Touched touched;
    private Optional<Subject> product = Optional.empty();

    /** What has to be judged and weighed again, by place. */
    private record Touched(BitSet checks, BitSet requirements) {}

    /** @param tally counts the verdicts of this device among those of the others */
    DeviceFold(Subject subject, Assessor assessor, FleetTally tally) {
        this.tally = tally;
        this.subject = subject;
        this.assessor = assessor;
        Places places = assessor.places();
        said = new byte[places.requirements().size()];
        saidOfChecks = new byte[places.checks().size()];
        found = new byte[places.checks().size()];
        saidBefore = said.clone();
        saidOfChecksBefore = saidOfChecks.clone();
        tally.joined();
        touched = new Touched(new BitSet(), new BitSet());
        touchAll();
    }

    Subject subject() {
        return subject;
    }

    /** The product that it was of when somebody last looked. */
    Optional<Subject> product() {
        return product;
    }

    void product(Optional<Subject> now) {
        product = now;
    }

    /** How it stands by this requirement as of the last {@link #settle}, or as the ledger last said. */
    Standing standing(int place) {
        return Standing.decode(Standing.or(said[place]));
    }

    void said(AssuranceEvent.RequirementChange change) {
        touched();
        assessor.places()
                .of(RequirementId.parse(change.requirement()))
                .ifPresent(place -> stands(place, new Standing(change.after(), change.grade(), false).code()));
    }

    void said(AssuranceEvent.CheckChange change) {
        touched();
        assessor.places()
                .ofCheck(change.check())
                .ifPresent(place -> saidOfChecks[place] = (byte) (change.after().ordinal() + 1));
    }

    private void stands(int place, byte code) {
        tally.moved(place, Standing.or(said[place]), code);
        said[place] = code;
    }

    /** What the last {@link #settle} found was not told: as if a judge had been started anew. */
    void untold() {
        byte[] before = saidBefore;
        byte[] beforeOfChecks = saidOfChecksBefore;
        touchAll();
        for (int place = 0; place < said.length; place++) {
            tally.moved(place, Standing.or(said[place]), Standing.or(before[place]));
        }
        said = before.clone();
        saidOfChecks = beforeOfChecks.clone();
        found = new byte[found.length];
        breaches = Map.of();
    }

    /** From here on the rows are its own, until {@link #share}. */
    private Touched touched() {
        if (touched == null) {
            touched = new Touched(new BitSet(), new BitSet());
            saidBefore = said;
            saidOfChecksBefore = saidOfChecks;
            said = said.clone();
            saidOfChecks = saidOfChecks.clone();
            found = found.clone();
        }
        return touched;
    }

    private void share(SharedRows rows) {
        said = rows.of(said);
        saidOfChecks = rows.of(saidOfChecks);
        found = rows.of(found);
        touched = null;
    }

    void touch(FactKey key) {
        assessor.checks()
                .lookingAt(key)
                .forEach(check -> assessor.places()
                        .ofCheck(check.id())
                        .ifPresent(touched().checks()::set));
        AssuranceFacts.decidedRequirement(key.key()).ifPresent(this::touch);
        assessor.conditionedBy(key).forEach(this::touch);
    }

    private void touch(RequirementId id) {
        // A decision about a row that this version of the catalogue does not have touches nothing.
        assessor.places().of(id).ifPresent(touched().requirements()::set);
    }

    void touchAll() {
        touched().checks().set(0, found.length);
        touched().requirements().set(0, said.length);
    }

    boolean isTouched() {
        return touched != null;
    }

    /** When time alone may next change something. */
    long nextChange() {
        long next = agenda.earliest();
        for (Instant until : waivedUntil.values()) {
            next = Math.min(next, Agenda.ceiling(until));
        }
        return next;
    }

    /** Touches what time alone may have changed. */
    void touchDue(long now) {
        agenda.due(now, touched().checks()::set);
        waivedUntil.forEach((id, until) -> {
            if (Agenda.ceiling(until) <= now) {
                touch(id);
            }
        });
    }

    Optional<PostureFold.Change> settle(FactRegister register, Instant now, SharedRows rows) {
        Touched again = touched();
        Facts facts = register.view(subject);
        Map<String, Finding> judged = new HashMap<>();
        Function<String, Finding> findings = id ->
                judged.computeIfAbsent(id, one -> Finding.of(assessor.checks().get(one), facts, now));
        List<AssuranceEvent.CheckChange> checks = judge(again.checks(), findings, now);
        List<AssuranceEvent.RequirementChange> requirements = weigh(again.requirements(), facts, findings, now);
        share(rows);
        return checks.isEmpty() && requirements.isEmpty()
                ? Optional.empty()
                : Optional.of(new PostureFold.Change(subject, requirements, checks));
    }

    private List<AssuranceEvent.CheckChange> judge(BitSet again, Function<String, Finding> findings, Instant now) {
        if (again.isEmpty()) {
            return List.of();
        }
        List<AssuranceEvent.CheckChange> told = new ArrayList<>();
        long[] times = agenda.times(found.length);
        for (int place = again.nextSetBit(0); place >= 0; place = again.nextSetBit(place + 1)) {
            Finding finding =
                    findings.apply(assessor.places().checks().get(place).id());
            boolean failedAgain = take(place, finding);
            times[place] = Agenda.ceiling(finding.changesAt());
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
        agenda = Agenda.of(times);
        return told;
    }

    /** Takes what was found; whether it is another breach than the one that was found before. */
    private boolean take(int place, Finding finding) {
        byte now = (byte) finding.combination();
        if (found[place] != now) {
            found[place] = now;
            // Outcome and grade are all that a verdict follows from; decisions touch it by themselves.
            Check check = assessor.places().checks().get(place);
            assessor.linkedTo(check.id()).forEach(this::touch);
        }
        Long before = breaches.get(place);
        if (finding.outcome() != Finding.Outcome.FAIL) {
            if (before != null) {
                breaches.remove(place);
                breaches = breaches.isEmpty() ? Map.of() : breaches;
            }
            return false;
        }
        if (breaches.isEmpty()) {
            breaches = new TreeMap<>();
        }
        // New evidence of a breach is news: whoever answers breaches has to know that the answer did not help.
        long print = finding.fingerprint();
        breaches.put(place, print);
        return before != null && before != print;
    }

    private void waived(RequirementId id, Verdict verdict) {
        if (verdict instanceof Verdict.Waived waived) {
            if (waivedUntil.isEmpty()) {
                waivedUntil = new HashMap<>();
            }
            waivedUntil.put(id, waived.waiver().until());
        }
    }

    private List<AssuranceEvent.RequirementChange> weigh(
            BitSet again, Facts facts, Function<String, Finding> findings, Instant now) {
        Map<RequirementId, AssuranceEvent.RequirementChange> told = new TreeMap<>();
        again.stream().forEach(place -> {
            RequirementId id = assessor.places().requirements().get(place);
            if (!waivedUntil.isEmpty()) {
                waivedUntil.remove(id);
            }
            Standing standing = assessor.standing(
                    assessor.requirement(id).orElseThrow(), facts, findings, now, verdict -> waived(id, verdict));
            Optional<Standing> before = Standing.said(said[place]);
            boolean news =
                    before.isPresent() ? !before.get().toldAs(standing) : standing.kind() != Verdict.Kind.UNKNOWN;
            if (news || before.isPresent()) {
                stands(place, standing.code());
            }
            if (news) {
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
