package dev.muster.core.attestation.corim;

import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Merging lists of elements (§9.3.3.1.1): never of two that say different things of one code point. */
final class Merging {
    private Merging() {}

    /** Both lists in one; empty when they are two states of one element. */
    static Optional<List<Measurement>> elements(List<Measurement> one, List<Measurement> other) {
        List<Measurement> merged = new ArrayList<>(one);
        for (Measurement added : other) {
            if (merged.contains(added)) {
                continue;
            }
            int at = -1;
            for (int i = 0; i < merged.size(); i++) {
                if (merged.get(i).key().equals(added.key())) {
                    if (at >= 0) {
                        return Optional.empty();
                    }
                    at = i;
                }
            }
            if (at < 0) {
                merged.add(added);
                continue;
            }
            Optional<MeasurementValues> both = values(merged.get(at).values(), added.values());
            if (both.isEmpty()) {
                return Optional.empty();
            }
            merged.set(at, new Measurement(added.key(), both.get(), List.of()));
        }
        return Optional.of(List.copyOf(merged));
    }

    private static Optional<MeasurementValues> values(MeasurementValues one, MeasurementValues other) {
        boolean disjoint = agree(one.version(), other.version())
                && agree(one.svn(), other.svn())
                && agree(one.raw(), other.raw())
                && agree(one.name(), other.name())
                && agree(one.serial(), other.serial())
                && agree(one.range(), other.range())
                && agree(one.digests(), other.digests())
                && agree(one.cryptoKeys(), other.cryptoKeys())
                && agree(one.registers(), other.registers())
                && agree(one.flags(), other.flags())
                && one.others().entrySet().stream()
                        .allMatch(entry -> !other.others().containsKey(entry.getKey())
                                || Objects.equals(other.others().get(entry.getKey()), entry.getValue()));
        if (!disjoint) {
            return Optional.empty();
        }
        Map<Long, dev.muster.format.attest.corim.TypedBytes> others = new HashMap<>(one.others());
        others.putAll(other.others());
        return Optional.of(new MeasurementValues(
                one.version().or(other::version),
                one.svn().or(other::svn),
                one.digests().isEmpty() ? other.digests() : one.digests(),
                one.flags().isEmpty() ? other.flags() : one.flags(),
                one.raw().or(other::raw),
                one.name().or(other::name),
                one.serial().or(other::serial),
                one.cryptoKeys().isEmpty() ? other.cryptoKeys() : one.cryptoKeys(),
                one.registers().isEmpty() ? other.registers() : one.registers(),
                one.range().or(other::range),
                others));
    }

    private static <T> boolean agree(Optional<T> one, Optional<T> other) {
        return one.isEmpty() || other.isEmpty() || one.equals(other);
    }

    private static <T> boolean agree(List<T> one, List<T> other) {
        return one.isEmpty() || other.isEmpty() || one.equals(other);
    }

    private static <K, V> boolean agree(Map<K, V> one, Map<K, V> other) {
        return one.isEmpty() || other.isEmpty() || one.equals(other);
    }
}
