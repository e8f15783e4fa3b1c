package dev.muster.core.attestation.corim;

import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.format.attest.corim.Version;
import dev.muster.format.attest.coswid.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether stated values meet the condition of a triple, code point by code point (CoRIM -11 §9.4). The draft knows met and
 * not met; people need to know more, so what is not met is told apart: a value that was seen to differ, and one that
 * could not be compared because the evidence does not state it, or not in a form that both sides know.
 *
 * @param differing what was seen to differ, one sentence each
 * @param open what could not be compared, one sentence each
 */
public record Comparison(List<String> differing, List<String> open) {
    /** Addresses (6, 7), UEID (9), UUID (10), and the certificate number of PSA (100). */
    private static final Set<Long> BYTE_BY_BYTE = Set.of(6L, 7L, 9L, 10L, 100L);

    public Comparison {
        differing = List.copyOf(differing);
        open = List.copyOf(open);
    }

    /** Whether every value of the condition is met. */
    public boolean met() {
        return differing.isEmpty() && open.isEmpty();
    }

    /** Whether less differs than in another comparison; of equals, whether less is open. */
    public boolean isCloser(Comparison other) {
        return differing.size() != other.differing.size()
                ? differing.size() < other.differing.size()
                : open.size() < other.open.size();
    }

    /** Whether stated values meet a condition, when nobody asks why not: another digest of the one that is stated tells. */
    public static boolean meets(MeasurementValues condition, MeasurementValues stated) {
        if (condition.digests().size() == 1 && stated.digests().size() == 1) {
            Digest wanted = condition.digests().getFirst();
            Digest shown = stated.digests().getFirst();
            if (!wanted.equals(shown)) {
                return false;
            }
        }
        return of(condition, stated).met();
    }

    public static Comparison of(MeasurementValues condition, MeasurementValues stated) {
        Collected found = new Collected();
        found.version(condition.version(), stated.version());
        found.compare("svn", condition.svn(), stated.svn(), (wanted, shown) -> wanted.accepts(shown));
        found.compare("raw value", condition.raw(), stated.raw(), (wanted, shown) -> wanted.accepts(shown));
        found.compare("range", condition.range(), stated.range(), (wanted, shown) -> wanted.accepts(shown));
        found.compare("name", condition.name(), stated.name(), String::equals);
        found.compare("serial", condition.serial(), stated.serial(), String::equals);
        if (!condition.digests().isEmpty()) {
            found.digests("digest", condition.digests(), stated.digests());
        }
        condition
                .flags()
                .forEach((flag, wanted) -> found.compare(
                        "flag " + flag,
                        Optional.of(wanted),
                        Optional.ofNullable(stated.flags().get(flag)),
                        Boolean::equals));
        condition
                .registers()
                .forEach((id, wanted) -> found.digests(
                        "register " + id, wanted, stated.registers().getOrDefault(id, List.of())));
        found.keys(condition.cryptoKeys(), stated.cryptoKeys());
        condition.others().forEach((code, wanted) -> {
            if (BYTE_BY_BYTE.contains(code)) {
                found.compare(
                        "code point " + code,
                        Optional.of(wanted),
                        Optional.ofNullable(stated.others().get(code)),
                        TypedBytes::equals);
            } else {
                found.open.add("code point " + code + ": not understood");
            }
        });
        return new Comparison(found.differing, found.open);
    }

    private interface Rule<T> {
        boolean accepts(T wanted, T shown);
    }

    private static final class Collected {
        private final List<String> differing = new ArrayList<>();
        private final List<String> open = new ArrayList<>();

        <T> void compare(String what, Optional<T> wanted, Optional<T> shown, Rule<T> rule) {
            if (wanted.isEmpty()) {
                return;
            }
            if (shown.isEmpty()) {
                open.add(what + ": expected " + wanted.get() + ", not stated");
            } else if (!rule.accepts(wanted.get(), shown.get())) {
                differing.add(what + ": expected " + wanted.get() + ", found " + shown.get());
            }
        }

        /** The same text in another scheme, or with a scheme on one side only, is not known to be the same version. */
        void version(Optional<Version> wanted, Optional<Version> shown) {
            boolean sameText = wanted.map(Version::text).equals(shown.map(Version::text));
            if (sameText && !wanted.equals(shown)) {
                open.add("version: " + wanted.orElseThrow().text() + " in another scheme than stated");
            } else {
                compare("version", wanted.map(Version::text), shown.map(Version::text), String::equals);
            }
        }

        /** Keys are compared in their order; the evidence may have more of them (§9.4.7). */
        void keys(List<TypedBytes> wanted, List<TypedBytes> shown) {
            for (int i = 0; i < wanted.size(); i++) {
                Optional<TypedBytes> there = i < shown.size() ? Optional.of(shown.get(i)) : Optional.empty();
                if (there.isEmpty() || !wanted.get(i).equals(there.get())) {
                    compare("key " + (i + 1), Optional.of(wanted.get(i)), there, TypedBytes::equals);
                }
            }
        }

        /**
         * Every algorithm that both sides have must agree, and there must be one (§9.4.3). Two values of one algorithm
         * on a side say nothing that could be met.
         */
        void digests(String what, List<Digest> wanted, List<Digest> shown) {
            if (wanted.size() == 1 && wanted.equals(shown)) {
                return;
            }
            Optional<Map<String, Digest>> left = byAlgorithm(wanted);
            Optional<Map<String, Digest>> right = byAlgorithm(shown);
            if (left.isEmpty() || right.isEmpty()) {
                open.add(what + ": one algorithm is there twice");
                return;
            }
            Set<String> both = new HashSet<>(left.get().keySet());
            both.retainAll(right.get().keySet());
            if (both.isEmpty()) {
                open.add(what + ": expected " + wanted + ", "
                        + (shown.isEmpty() ? "not stated" : "found only " + shown));
            } else if (!left.get().entrySet().stream()
                    .filter(entry -> both.contains(entry.getKey()))
                    .allMatch(entry -> entry.getValue().equals(right.get().get(entry.getKey())))) {
                differing.add(what + ": expected " + wanted + ", found " + shown);
            }
        }

        private static Optional<Map<String, Digest>> byAlgorithm(List<Digest> digests) {
            Map<String, Digest> found = new TreeMap<>();
            for (Digest digest : digests) {
                if (found.put(digest.algorithm(), digest) != null) {
                    return Optional.empty();
                }
            }
            return Optional.of(found);
        }
    }
}
