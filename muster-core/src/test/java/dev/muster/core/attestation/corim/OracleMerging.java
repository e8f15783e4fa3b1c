package dev.muster.core.attestation.corim;

import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Merging of claims (§9.3.3.1.1), code point by code point. */
final class OracleMerging {
    private OracleMerging() {}

    static Optional<List<Measurement>> merged(List<Measurement> one, List<Measurement> other, boolean oneState) {
        List<Measurement> merged = new ArrayList<>(one);
        for (Measurement added : other) {
            List<Measurement> same =
                    merged.stream().filter(m -> m.key().equals(added.key())).toList();
            if (same.contains(added)) {
                continue;
            }
            if (same.isEmpty() || !oneState) {
                merged.add(added);
            } else if (same.size() == 1 && compatible(same.getFirst().values(), added.values())) {
                merged.set(merged.indexOf(same.getFirst()), both(same.getFirst(), added));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(merged);
    }

    private static boolean compatible(MeasurementValues one, MeasurementValues other) {
        boolean good = true;
        good &= one.version().isEmpty()
                || other.version().isEmpty()
                || one.version().equals(other.version());
        good &= one.svn().isEmpty() || other.svn().isEmpty() || one.svn().equals(other.svn());
        good &= one.raw().isEmpty() || other.raw().isEmpty() || one.raw().equals(other.raw());
        good &= one.name().isEmpty() || other.name().isEmpty() || one.name().equals(other.name());
        good &= one.range().isEmpty() || other.range().isEmpty() || one.range().equals(other.range());
        good &= one.digests().isEmpty()
                || other.digests().isEmpty()
                || one.digests().equals(other.digests());
        good &= one.flags().isEmpty() || other.flags().isEmpty() || one.flags().equals(other.flags());
        good &= one.cryptoKeys().isEmpty()
                || other.cryptoKeys().isEmpty()
                || one.cryptoKeys().equals(other.cryptoKeys());
        good &= one.registers().isEmpty()
                || other.registers().isEmpty()
                || one.registers().equals(other.registers());
        for (Long code : one.others().keySet()) {
            good &= !other.others().containsKey(code)
                    || Objects.equals(one.others().get(code), other.others().get(code));
        }
        return good;
    }

    private static Measurement both(Measurement one, Measurement other) {
        MeasurementValues a = one.values();
        MeasurementValues b = other.values();
        var others = new java.util.HashMap<>(b.others());
        others.putAll(a.others());
        return new Measurement(
                one.key(),
                new MeasurementValues(
                        a.version().isPresent() ? a.version() : b.version(),
                        a.svn().isPresent() ? a.svn() : b.svn(),
                        a.digests().isEmpty() ? b.digests() : a.digests(),
                        a.flags().isEmpty() ? b.flags() : a.flags(),
                        a.raw().isPresent() ? a.raw() : b.raw(),
                        a.name().isPresent() ? a.name() : b.name(),
                        a.serial().isPresent() ? a.serial() : b.serial(),
                        a.cryptoKeys().isEmpty() ? b.cryptoKeys() : a.cryptoKeys(),
                        a.registers().isEmpty() ? b.registers() : a.registers(),
                        a.range().isPresent() ? a.range() : b.range(),
                        others),
                List.of());
    }
}
