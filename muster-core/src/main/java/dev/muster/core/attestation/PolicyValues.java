package dev.muster.core.attestation;

import dev.muster.core.attestation.cel.CelException;
import dev.muster.core.attestation.cel.CelExpression;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What conditions in CEL may look at: the result so far, and what the evidence says. */
final class PolicyValues {
    /** Names, and what they stand for. */
    static final Map<String, String> NAMES = new TreeMap<>(
            Map.of(
                    "scheme", "string: which scheme read the evidence",
                    "model", "string: of the product",
                    "proof", "string: how firmly the verifier knows what was measured",
                    "bound", "bool: whether the evidence is bound to its connection",
                    "status", "string: none, affirming, warning or contraindicated, before the table",
                    "vector",
                            "map(string, int): claims of AR4SI by category, such as vector['executables']; what is not claimed is"
                                    + " not there",
                    "reasons", "list(string): codes of the reasons",
                    "release",
                            "map(string, string): maker, version, tag of the release that agrees; empty when none does",
                    "software", "map: the device's own words: name, version, slot, debug, bootCount, uptimeSeconds",
                    "claims",
                            "list(map): what was measured: element, and as far as stated name, version, svn, serial, raw,"
                                    + " digests (algorithm to hexadecimal), flags (number to bool), and part of another environment"));

    /** Elements that conditions see; evidence with more has no value for them. */
    private static final int MAX_ELEMENTS = 1_024;

    private static final int MAX_COMPILED = 1_024;

    /** Conditions are read once: the same text means the same for ever. */
    private static final Map<String, CelExpression> COMPILED = new ConcurrentHashMap<>();

    private final Appraisal before;
    private final Statement statement;
    private final String model;
    private final boolean bound;
    private final Map<String, Object> known = new HashMap<>();

    PolicyValues(Appraisal before, Statement statement, String model, boolean bound) {
        this.before = before;
        this.statement = statement;
        this.model = model;
        this.bound = bound;
    }

    /**
     * What a condition came to.
     *
     * @param surely it holds
     * @param perhaps it holds, or has no answer
     * @param remark why it has no answer, to be put behind a sentence; empty when it has one
     */
    record Held(boolean surely, boolean perhaps, String remark) {}

    /** @param condition one without {@link #fault}; none holds always */
    Held held(Optional<String> condition) {
        if (condition.isEmpty()) {
            return new Held(true, true, "");
        }
        try {
            boolean holds = compiled(condition.get()).holds(this::value);
            return new Held(holds, holds, "");
        } catch (CelException open) {
            return new Held(false, true, " (its condition has no answer: " + open.getMessage() + ")");
        }
    }

    /** What is wrong with a condition. */
    static Optional<String> fault(String condition) {
        try {
            CelExpression.of(condition, NAMES.keySet());
            return Optional.empty();
        } catch (CelException fault) {
            return Optional.of("the condition (cel) cannot be used, " + fault.getMessage());
        }
    }

    private static CelExpression compiled(String condition) {
        CelExpression there = COMPILED.get(condition);
        if (there != null) {
            return there;
        }
        CelExpression made = CelExpression.of(condition, NAMES.keySet());
        if (COMPILED.size() < MAX_COMPILED) {
            COMPILED.put(condition, made);
        }
        return made;
    }

    private Object value(String name) {
        return known.computeIfAbsent(name, this::made);
    }

    private Object made(String name) {
        return switch (name) {
            case "scheme" -> statement.scheme();
            case "model" -> model;
            case "proof" -> statement.proof().word();
            case "bound" -> bound;
            case "status" -> before.status().word();
            case "vector" -> {
                Map<String, Object> claims = new TreeMap<>();
                before.vector().claims().forEach((category, claim) -> claims.put(category.word(), (long) claim));
                yield claims;
            }
            case "reasons" -> before.reasons().stream().map(Reason::code).toList();
            case "release" ->
                before.match()
                        .<Map<String, String>>map(
                                one -> Map.of("maker", one.maker(), "version", one.version(), "tag", one.tag()))
                        .orElse(Map.of());
            case "software" -> software(statement.software());
            default -> claims();
        };
    }

    private static Map<String, Object> software(EvidenceAppraised.Software words) {
        return Map.of(
                "name", words.name(),
                "version", words.version(),
                "slot", words.slot(),
                "debug", words.debug(),
                "bootCount", words.bootCount(),
                "uptimeSeconds", words.uptimeSeconds());
    }

    private List<Map<String, Object>> claims() {
        List<Map<String, Object>> claims = new ArrayList<>();
        add(claims, statement.measured(), "");
        statement.parts().forEach(part -> add(claims, part.measured(), part.name()));
        return claims;
    }

    private static void add(List<Map<String, Object>> claims, Measured measured, String part) {
        for (Map.Entry<MeasuredElement, List<MeasurementValues>> entry :
                measured.elements().entrySet()) {
            for (MeasurementValues values : entry.getValue()) {
                if (claims.size() == MAX_ELEMENTS) {
                    throw CelException.noValue("more than " + MAX_ELEMENTS + " elements were measured");
                }
                Map<String, Object> claim = claim(values);
                claim.put("element", entry.getKey().toString());
                if (!part.isEmpty()) {
                    claim.put("part", part);
                }
                claims.add(claim);
            }
        }
    }

    private static Map<String, Object> claim(MeasurementValues values) {
        Map<String, Object> claim = new LinkedHashMap<>();
        values.name().ifPresent(name -> claim.put("name", name));
        values.serial().ifPresent(serial -> claim.put("serial", serial));
        values.version().map(Version::text).ifPresent(version -> claim.put("version", version));
        values.svn().filter(svn -> !svn.minimum() && svn.value() >= 0).ifPresent(svn -> claim.put("svn", svn.value()));
        values.raw().ifPresent(raw -> claim.put("raw", raw.toString()));
        Map<String, Object> digests = new TreeMap<>();
        values.digests().forEach(digest -> digests.put(digest.algorithm(), digest.hex()));
        if (!digests.isEmpty()) {
            claim.put("digests", digests);
        }
        Map<String, Object> flags = new TreeMap<>();
        values.flags().forEach((flag, set) -> flags.put(Integer.toString(flag), set));
        if (!flags.isEmpty()) {
            claim.put("flags", flags);
        }
        return claim;
    }
}
