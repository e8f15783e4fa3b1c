package dev.muster.core.attestation;

import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.Version;
import dev.muster.format.attest.coswid.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether stated values meet the condition of a triple, code point by code point (CoRIM -11 §9.4). */
final class Comparison {
    private Comparison() {}

    /** What does not fit, one sentence each; empty when every value of the condition is met. */
    static List<String> differences(MeasurementValues condition, MeasurementValues stated) {
        List<String> found = new ArrayList<>();
        condition
                .version()
                .ifPresent(expected -> compare("version", expected, stated.version(), Comparison::same, found));
        condition.svn().ifPresent(expected -> compare("svn", expected, stated.svn(), (e, s) -> e.accepts(s), found));
        condition
                .raw()
                .ifPresent(expected -> compare("raw value", expected, stated.raw(), (e, s) -> e.accepts(s), found));
        condition
                .range()
                .ifPresent(expected -> compare("range", expected, stated.range(), (e, s) -> e.accepts(s), found));
        condition.name().ifPresent(expected -> compare("name", expected, stated.name(), String::equals, found));
        condition.serial().ifPresent(expected -> compare("serial", expected, stated.serial(), String::equals, found));
        if (!condition.digests().isEmpty() && !sameDigests(condition.digests(), stated.digests())) {
            found.add("digest: expected " + condition.digests() + ", found " + stated.digests());
        }
        condition.flags().forEach((flag, expected) -> {
            if (!expected.equals(stated.flags().get(flag))) {
                found.add("flag " + flag + ": expected " + expected + ", found "
                        + Optional.ofNullable(stated.flags().get(flag))
                                .map(String::valueOf)
                                .orElse("nothing"));
            }
        });
        registers(condition.registers(), stated.registers(), found);
        condition.others().keySet().stream()
                .sorted()
                .forEach(code -> found.add("code point " + code + ": not understood, so no match"));
        return found;
    }

    private interface Rule<T> {
        boolean accepts(T expected, T stated);
    }

    private static <T> void compare(String what, T expected, Optional<T> stated, Rule<T> rule, List<String> found) {
        if (stated.isEmpty()) {
            found.add(what + ": expected " + expected + ", found nothing");
        } else if (!rule.accepts(expected, stated.get())) {
            found.add(what + ": expected " + expected + ", found " + stated.get());
        }
    }

    private static boolean same(Version expected, Version stated) {
        boolean comparable = expected.scheme().isEmpty() || stated.scheme().isEmpty();
        return expected.text().equals(stated.text())
                && (comparable || expected.scheme().equals(stated.scheme()));
    }

    /**
     * Every algorithm that both sides have must have equal values, and there must be one; an algorithm twice on a side is
     * no match, and neither is an empty side.
     */
    static boolean sameDigests(List<Digest> condition, List<Digest> stated) {
        if (ambiguous(condition) || ambiguous(stated)) {
            return false;
        }
        boolean common = false;
        for (Digest expected : condition) {
            for (Digest found : stated) {
                if (expected.algorithm().equals(found.algorithm())) {
                    if (!expected.equals(found)) {
                        return false;
                    }
                    common = true;
                }
            }
        }
        return common;
    }

    private static boolean ambiguous(List<Digest> digests) {
        Set<String> algorithms = new HashSet<>();
        return !digests.stream().allMatch(digest -> algorithms.add(digest.algorithm()));
    }

    private static void registers(
            Map<String, List<Digest>> condition, Map<String, List<Digest>> stated, List<String> found) {
        condition.forEach((register, expected) -> {
            List<Digest> values = stated.getOrDefault(register, List.of());
            if (!sameDigests(expected, values)) {
                found.add("register " + register + ": expected " + expected + ", found " + values);
            }
        });
    }
}
