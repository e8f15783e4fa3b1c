package dev.muster.core.attestation;

import dev.muster.core.attestation.corim.Comparison;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.coswid.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which release evidence agrees with. A release may affirm only when it states every element that was measured, or the
 * one that stands for all; parts of two releases are never put together, so that a mixture is of neither.
 */
final class Comparing {
    /** Names shown of what a release does not state. */
    private static final int MAX_UNSTATED = 8;

    private final Statement statement;
    private final String maker;
    private final List<Shelf> shelves;
    private final Instant now;
    private Optional<Compared> partly = Optional.empty();
    private Optional<Compared> wholeOpen = Optional.empty();
    private Optional<Compared> partOpen = Optional.empty();
    private boolean wholeDiffers;
    private final Set<ReferenceValue> over = new LinkedHashSet<>();

    private Comparing(Statement statement, String maker, List<Shelf> shelves, Instant now) {
        this.statement = statement;
        this.maker = maker;
        this.shelves = shelves;
        this.now = now;
    }

    /** @param maker of the device: what others say of it does not count */
    static Compared compare(Statement statement, String maker, List<Shelf> shelves, Instant now) {
        return new Comparing(statement, maker, shelves, now).compare();
    }

    private Compared compare() {
        Set<ReferenceValue> candidates = candidates();
        Optional<ReferenceValue> bad = agreeing(ReferenceValue::isRevoked);
        if (bad.isPresent()) {
            return new Compared.Revoked(bad.get());
        }
        for (ReferenceValue candidate : candidates) {
            Comparison unmet = Appraiser.unmet(candidate, statement);
            List<String> unstated = unstated(candidate);
            if (unmet.met()
                    && unstated.isEmpty()
                    && !statement.measured().elements().isEmpty()) {
                return new Compared.Agrees(candidate);
            }
            note(candidate, unmet, unstated);
        }
        List<ReferenceValue> near = Nearest.candidates(shelves, statement, maker, now);
        if (near.isEmpty()) {
            return ended().orElseGet(this::nothing);
        }
        return between(near).orElseGet(() -> disagreeing(near));
    }

    private Compared disagreeing(List<ReferenceValue> near) {
        // A release whose whole was seen to differ is not excused by a triple that says little; one that might be what
        // runs here, if only it could be compared, is no contradiction.
        if (wholeOpen.isPresent()) {
            return wholeOpen.get();
        }
        if (!wholeDiffers && partly.isPresent()) {
            return partly.get();
        }
        if (!wholeDiffers && partOpen.isPresent()) {
            return partOpen.get();
        }
        return ended().orElseGet(() -> {
            Nearest nearest = Nearest.of(near, statement);
            return new Compared.Differs(nearest, Nearest.mixture(nearest, near, statement));
        });
    }

    /** While a release is on its way out, what is partly its own and partly its successor's is an update under way. */
    private Optional<Compared> between(List<ReferenceValue> near) {
        for (ReferenceValue leaving : near) {
            if (!leaving.isLeaving()) {
                continue;
            }
            for (ReferenceValue next : near) {
                if (next.version().equals(Optional.of(leaving.life().successor()))
                        && Mixtures.explain(leaving, next, statement.measured())) {
                    return Optional.of(new Compared.Between(Nearest.of(List.of(next), statement), leaving));
                }
            }
        }
        return Optional.empty();
    }

    private void note(ReferenceValue candidate, Comparison unmet, List<String> unstated) {
        if (!unmet.differing().isEmpty()) {
            wholeDiffers |= unstated.isEmpty();
        } else if (unmet.open().isEmpty()) {
            partly = partly.or(() -> Optional.of(new Compared.Partly(candidate, unstated)));
        } else if (unstated.isEmpty()) {
            wholeOpen = wholeOpen.or(() -> Optional.of(new Compared.NotCompared(candidate, unmet.open())));
        } else {
            partOpen = partOpen.or(() -> Optional.of(new Compared.NotCompared(candidate, unmet.open())));
        }
    }

    /**
     * The valid releases that may agree: with a digest of the whole that was measured, or without one that could be
     * looked up. A release with another digest of the whole differs, and need not be compared to know it.
     */
    private Set<ReferenceValue> candidates() {
        List<Digest> wanted = statement
                .measured()
                .whole()
                .map(whole -> statement.measured().elements().getOrDefault(whole, List.of()))
                .map(values -> values.stream()
                        .flatMap(value -> value.digests().stream())
                        .toList())
                .orElse(List.of());
        Set<ReferenceValue> found = new LinkedHashSet<>();
        for (Shelf shelf : shelves) {
            List<ReferenceValue> some = new ArrayList<>(shelf.withoutDigest());
            if (wanted.isEmpty()) {
                some.addAll(shelf.all());
            } else {
                wanted.forEach(digest -> some.addAll(shelf.of(digest)));
                wholeDiffers |= shelf.hasOtherThan(wanted, maker, now);
            }
            some.removeIf(value -> !value.maker().equals(maker));
            some.forEach(value -> (value.validAt(now) ? found : over).add(value));
        }
        return found;
    }

    /** A release that agrees in everything, but whose reference values do not hold now: known, and no attack. */
    private Optional<Compared> ended() {
        return agreeing(value -> true).map(value -> new Compared.Ended(value, value.notNow(now)));
    }

    private Optional<ReferenceValue> agreeing(Predicate<ReferenceValue> wanted) {
        return over.stream()
                .filter(wanted)
                .filter(value -> unstated(value).isEmpty()
                        && Appraiser.unmet(value, statement).met())
                .findFirst();
    }

    private Compared nothing() {
        List<ReferenceValue> own = shelves.stream()
                .flatMap(shelf -> shelf.all().stream())
                .filter(value -> value.maker().equals(maker))
                .toList();
        return new Compared.NothingThere(
                !shelves.isEmpty(), !own.isEmpty() && own.stream().allMatch(value -> value.beginsAfter(now)));
    }

    /** The measured elements that a release says nothing about; a value that only the device states proves nothing. */
    private List<String> unstated(ReferenceValue candidate) {
        Map<MeasuredElement, List<MeasurementValues>> proving = new HashMap<>();
        for (Measurement condition : candidate.measurements()) {
            if (condition.values().isMeasured()) {
                proving.computeIfAbsent(condition.key().orElse(MeasuredElement.UNNAMED), key -> new ArrayList<>())
                        .add(condition.values());
            }
        }
        Measured measured = statement.measured();
        if (measured.quoted().isPresent()) {
            return measured.quoted().get().unstated(candidate.measurements());
        }
        Optional<List<MeasurementValues>> whole = measured.whole().map(proving::get);
        if (whole.isPresent()) {
            return unstatedRegisters(
                    whole.get(),
                    measured.elements().getOrDefault(measured.whole().get(), List.of()),
                    measured);
        }
        List<String> missing = new ArrayList<>();
        measured.elements().forEach((element, stated) -> {
            boolean isWhole = measured.whole().equals(Optional.of(element));
            List<MeasurementValues> conditions = proving.getOrDefault(element, List.of());
            boolean explained =
                    measured.isExplained(element) || measured.booted().isExplained(element, proving.keySet());
            if (!isWhole && !explained && !isStated(stated, conditions)) {
                missing.add(element.toString());
            }
        });
        return missing.isEmpty()
                ? missing
                : missing.stream().sorted().limit(MAX_UNSTATED).toList();
    }

    /** Whether each of several values of one element meets a condition; of one alone it is enough that there is one. */
    private static boolean isStated(List<MeasurementValues> stated, List<MeasurementValues> conditions) {
        if (stated.size() == 1) {
            return !conditions.isEmpty();
        }
        for (MeasurementValues values : stated) {
            boolean met = false;
            for (int i = 0; i < conditions.size() && !met; i++) {
                met = Comparison.meets(conditions.get(i), values);
            }
            if (!met) {
                return false;
            }
        }
        return !conditions.isEmpty();
    }

    /** A whole that is named by its registers is named only as far as those go. */
    private static List<String> unstatedRegisters(
            List<MeasurementValues> conditions, List<MeasurementValues> stated, Measured measured) {
        Set<MeasuredElement> named = new HashSet<>();
        conditions.forEach(condition -> named.addAll(condition.registers().keySet()));
        boolean byDigest =
                conditions.stream().anyMatch(condition -> !condition.digests().isEmpty());
        return byDigest
                ? List.of()
                : stated.stream()
                        .flatMap(values -> values.registers().keySet().stream())
                        .filter(register -> !named.contains(register) && !measured.isExplained(register))
                        .map(register -> "register " + register)
                        .limit(MAX_UNSTATED)
                        .toList();
    }
}
