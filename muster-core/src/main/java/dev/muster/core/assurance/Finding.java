package dev.muster.core.assurance;

import dev.muster.core.facts.Check;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Grade;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What one check finds for one device at one time, explained.
 *
 * @param check the check's id
 * @param outcome the answer
 * @param reason one sentence, without a final stop
 * @param facts what it rests on, in the order of the check's inputs
 * @param changesAt the first moment at which time alone may change this; {@link Instant#MAX} when it cannot
 */
@SuppressWarnings("EnumOrdinal") // in memory only, never stored
public record Finding(String check, Outcome outcome, String reason, List<Known> facts, Instant changesAt) {
    private static final int GRADES = Grade.values().length;

    /** Three-valued, with staleness told apart from never having known. */
    public enum Outcome {
        PASS,
        FAIL,
        /** It passed, and the evidence has grown too old to say so still. */
        STALE,
        UNKNOWN
    }

    public Finding {
        facts = List.copyOf(facts);
    }

    /** Outcome, weakest grade and whether it is live in one sign: all of a finding that decides how a verdict stands. */
    char combination() {
        int grade = weakest().map(one -> one.ordinal() + 1).orElse(0);
        return (char) ('A' + 2 * (outcome.ordinal() * (GRADES + 1) + grade) + (live() ? 1 : 0));
    }

    /** Tells this finding from another of the same check; never 0. Grades and values stand with their entries. */
    long fingerprint() {
        long print = 31L * reason.hashCode() + outcome.name().hashCode();
        for (Known known : facts) {
            print = mixed(print + known.fact().entry());
            print = mixed(print + 31L * known.hashCode());
        }
        print = mixed(print + changesAt.hashCode());
        return print == 0 ? 1 : print;
    }

    /** Stafford's thirteenth variant of a 64-bit finaliser, as in {@link java.util.SplittableRandom}. */
    private static long mixed(long bits) {
        long once = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        long twice = (once ^ (once >>> 27)) * 0x94d049bb133111ebL;
        return twice ^ (twice >>> 31);
    }

    /** Whether one of the facts is live; a pass or a breach rests on it. */
    boolean live() {
        return facts.stream().map(Known::grade).anyMatch(Grade::live);
    }

    /** The weakest grade among the facts; empty when there are none. */
    public Optional<Grade> weakest() {
        return facts.stream().map(Known::grade).reduce(Grade::weakest);
    }

    /**
     * Judges {@code facts} by {@code check} at {@code now}. A missing input is Unknown. A breach stays a breach however
     * old it is: only newer evidence clears it. A pass on evidence older than the check allows is Stale.
     */
    public static Finding of(Check check, Facts facts, Instant now) {
        List<Known> used = new ArrayList<>();
        List<FactKey> missing = new ArrayList<>();
        for (FactKey key : check.needs()) {
            facts.latest(key).ifPresentOrElse(used::add, () -> missing.add(key));
        }
        if (!missing.isEmpty()) {
            String keys = missing.stream().map(FactKey::toString).collect(Collectors.joining(", "));
            return new Finding(check.id(), Outcome.UNKNOWN, "no evidence yet of " + keys, used, Instant.MAX);
        }
        Instant staleAt = check.needs().stream()
                .filter(check::ages)
                .flatMap(key -> facts.latest(key).stream())
                .map(k -> plus(k.asOf(), check))
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        List<Known> carrying = new ArrayList<>(used);
        for (FactKey key : check.considers()) {
            facts.latest(key).ifPresent(known -> {
                used.add(known);
                if (check.carries(key)) {
                    carrying.add(known);
                }
            });
        }
        return switch (check.judge(facts, now)) {
            case Judgement.Breached(String reason) -> new Finding(check.id(), Outcome.FAIL, reason, used, Instant.MAX);
            case Judgement.Undecided(String reason) ->
                new Finding(check.id(), Outcome.UNKNOWN, reason, used, Instant.MAX);
            case Judgement.Holds(String reason, Instant until) ->
                now.isBefore(staleAt)
                        ? new Finding(check.id(), Outcome.PASS, reason, carrying, earlier(staleAt, until))
                        : new Finding(
                                check.id(),
                                Outcome.STALE,
                                reason + ", but fresh only until " + staleAt,
                                carrying,
                                until);
        };
    }

    private static Instant plus(Instant asOf, Check check) {
        try {
            return asOf.plus(check.maxAge());
        } catch (DateTimeException | ArithmeticException e) {
            return Instant.MAX;
        }
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
