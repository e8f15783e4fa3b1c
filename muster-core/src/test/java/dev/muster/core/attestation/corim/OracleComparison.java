package dev.muster.core.attestation.corim;

import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.IntRange;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.RawValue;
import dev.muster.format.attest.corim.Svn;
import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.format.attest.coswid.Digest;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The draft's rules of comparison (§9.4), written down a second time: slowly, one by one, and each can be broken. */
final class OracleComparison {
    /** A rule that a test may break, to show that it would be noticed. */
    enum Rule {
        ENVIRONMENT_CONTAINED,
        AUTHORITY_CONTAINED,
        ELEMENT_ID_EQUAL,
        EVERY_ELEMENT,
        VERSION_SCHEME,
        SVN_EQUAL,
        MIN_SVN_NOT_LOWER,
        MIN_SVN_STATE,
        DIGEST_ALL_COMMON,
        DIGEST_SOME_COMMON,
        DIGEST_NO_DUPLICATE,
        RAW_LENGTH,
        RAW_MASK,
        KEYS_IN_ORDER,
        REGISTER_PRESENT,
        RANGE_LOW,
        RANGE_HIGH,
        RANGE_OPEN,
        FLAG_EQUAL,
        UNKNOWN_NEVER,
        BYTES_EQUAL
    }

    private final Set<Rule> broken;

    OracleComparison(Set<Rule> broken) {
        this.broken = broken.isEmpty() ? EnumSet.noneOf(Rule.class) : EnumSet.copyOf(broken);
    }

    private boolean holds(Rule rule) {
        return !broken.contains(rule);
    }

    boolean environment(Environment condition, Environment entry) {
        if (!holds(Rule.ENVIRONMENT_CONTAINED)) {
            return condition.equals(entry);
        }
        return attribute(condition.classId(), entry.classId())
                && attribute(condition.vendor(), entry.vendor())
                && attribute(condition.model(), entry.model())
                && (condition.layer().isEmpty() || condition.layer().equals(entry.layer()))
                && (condition.index().isEmpty() || condition.index().equals(entry.index()))
                && attribute(condition.instance(), entry.instance())
                && attribute(condition.group(), entry.group());
    }

    private static <T> boolean attribute(Optional<T> condition, Optional<T> entry) {
        return condition.isEmpty() || condition.equals(entry);
    }

    boolean authority(List<TypedBytes> condition, List<TypedBytes> entry) {
        for (TypedBytes key : condition) {
            boolean there = false;
            for (TypedBytes other : entry) {
                there |= Arrays.equals(key.encoded(), other.encoded());
            }
            if (!there && holds(Rule.AUTHORITY_CONTAINED)) {
                return false;
            }
        }
        return true;
    }

    boolean elements(List<Measurement> condition, List<Measurement> entry) {
        boolean all = true;
        boolean any = condition.isEmpty();
        for (Measurement wanted : condition) {
            boolean found = false;
            for (Measurement stated : entry) {
                found |= element(wanted, stated);
            }
            all &= found;
            any |= found;
        }
        return holds(Rule.EVERY_ELEMENT) ? all : any;
    }

    private boolean element(Measurement condition, Measurement entry) {
        boolean sameId = condition.key().isEmpty() == entry.key().isEmpty()
                && condition.key().equals(entry.key());
        if (!sameId && holds(Rule.ELEMENT_ID_EQUAL)) {
            return false;
        }
        return values(condition.values(), entry.values());
    }

    private boolean values(MeasurementValues c, MeasurementValues e) {
        return version(c, e)
                && (c.svn().isEmpty()
                        || (e.svn().isPresent() && svn(c.svn().get(), e.svn().get())))
                && (c.digests().isEmpty() || digests(c.digests(), e.digests()))
                && flags(c.flags(), e.flags())
                && (c.raw().isEmpty()
                        || (e.raw().isPresent() && raw(c.raw().get(), e.raw().get())))
                && (c.name().isEmpty() || c.name().equals(e.name()))
                && (c.serial().isEmpty() || c.serial().equals(e.serial()))
                && keys(c.cryptoKeys(), e.cryptoKeys())
                && registers(c.registers(), e.registers())
                && (c.range().isEmpty()
                        || (e.range().isPresent()
                                && range(c.range().get(), e.range().get())))
                && others(c.others(), e.others());
    }

    private boolean version(MeasurementValues c, MeasurementValues e) {
        if (c.version().isEmpty()) {
            return true;
        }
        if (!holds(Rule.VERSION_SCHEME)) {
            return e.version().isPresent()
                    && c.version().get().text().equals(e.version().get().text());
        }
        return c.version().equals(e.version());
    }

    private boolean svn(Svn c, Svn e) {
        int order = Long.compareUnsigned(c.value(), e.value());
        if (!e.minimum()) {
            if (!c.minimum()) {
                return order == 0 || !holds(Rule.SVN_EQUAL);
            }
            return order <= 0 || !holds(Rule.MIN_SVN_NOT_LOWER);
        }
        if (!c.minimum()) {
            return !holds(Rule.MIN_SVN_STATE) && order == 0;
        }
        return order == 0;
    }

    private boolean digests(List<Digest> c, List<Digest> e) {
        if (c.isEmpty() || twice(c) || twice(e)) {
            return !c.isEmpty() && !holds(Rule.DIGEST_NO_DUPLICATE);
        }
        int common = 0;
        int equal = 0;
        for (Digest wanted : c) {
            for (Digest stated : e) {
                if (wanted.algorithm().equals(stated.algorithm())) {
                    common++;
                    equal += Arrays.equals(wanted.value(), stated.value()) ? 1 : 0;
                }
            }
        }
        if (common == 0) {
            return !holds(Rule.DIGEST_SOME_COMMON);
        }
        return holds(Rule.DIGEST_ALL_COMMON) ? equal == common : equal > 0;
    }

    private static boolean twice(List<Digest> digests) {
        for (int i = 0; i < digests.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (digests.get(i).algorithm().equals(digests.get(j).algorithm())) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean flags(Map<Integer, Boolean> c, Map<Integer, Boolean> e) {
        for (Map.Entry<Integer, Boolean> flag : c.entrySet()) {
            if (!e.containsKey(flag.getKey())) {
                return false;
            }
            if (!e.get(flag.getKey()).equals(flag.getValue()) && holds(Rule.FLAG_EQUAL)) {
                return false;
            }
        }
        return true;
    }

    private boolean raw(RawValue c, RawValue e) {
        if (e.mask().isPresent()) {
            return false;
        }
        byte[] mask = c.mask().orElseGet(() -> {
            byte[] all = new byte[c.value().length];
            Arrays.fill(all, (byte) 0xFF);
            return all;
        });
        if (c.value().length != e.value().length || mask.length != c.value().length) {
            return !holds(Rule.RAW_LENGTH);
        }
        for (int bit = 0; bit < 8 * mask.length; bit++) {
            boolean asked = (mask[bit / 8] >> bit % 8 & 1) == 1;
            boolean same = (c.value()[bit / 8] >> bit % 8 & 1) == (e.value()[bit / 8] >> bit % 8 & 1);
            if (!same && (asked || !holds(Rule.RAW_MASK))) {
                return false;
            }
        }
        return true;
    }

    private boolean keys(List<TypedBytes> c, List<TypedBytes> e) {
        if (!holds(Rule.KEYS_IN_ORDER)) {
            return e.containsAll(c);
        }
        for (int i = 0; i < c.size(); i++) {
            if (i >= e.size() || !Arrays.equals(c.get(i).encoded(), e.get(i).encoded())) {
                return false;
            }
        }
        return true;
    }

    private boolean registers(Map<MeasuredElement, List<Digest>> c, Map<MeasuredElement, List<Digest>> e) {
        for (Map.Entry<MeasuredElement, List<Digest>> register : c.entrySet()) {
            if (!e.containsKey(register.getKey())) {
                if (holds(Rule.REGISTER_PRESENT)) {
                    return false;
                }
            } else if (!digests(register.getValue(), e.get(register.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private boolean range(IntRange c, IntRange e) {
        boolean low = c.min().isEmpty()
                || (e.min().isPresent() && less(c.min().get(), e.min().get()));
        boolean high = c.max().isEmpty()
                || (e.max().isPresent() && less(e.max().get(), c.max().get()));
        if (!holds(Rule.RANGE_OPEN)) {
            low |= e.min().isEmpty();
            high |= e.max().isEmpty();
        }
        return (low || !holds(Rule.RANGE_LOW)) && (high || !holds(Rule.RANGE_HIGH));
    }

    private static boolean less(BigInteger one, BigInteger other) {
        return one.compareTo(other) <= 0;
    }

    private boolean others(Map<Long, TypedBytes> c, Map<Long, TypedBytes> e) {
        for (Map.Entry<Long, TypedBytes> other : c.entrySet()) {
            boolean known = List.of(6L, 7L, 9L, 10L, 100L).contains(other.getKey());
            if (!known) {
                if (holds(Rule.UNKNOWN_NEVER)) {
                    return false;
                }
            } else if (!e.containsKey(other.getKey())
                    || !Arrays.equals(
                            other.getValue().encoded(), e.get(other.getKey()).encoded())) {
                if (holds(Rule.BYTES_EQUAL)) {
                    return false;
                }
            }
        }
        return true;
    }
}
