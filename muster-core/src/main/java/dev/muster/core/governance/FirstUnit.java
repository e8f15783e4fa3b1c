package dev.muster.core.governance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The acceptance test of an acquisition: a verification of the first unit. The unit must attest after it was delivered, show
 * the verdicts that the acquisition names ({@code tests}: {@code NIST-CAT/SEC-COM-01 partly, …}), and do what a person
 * tries ({@code function-check}). What comes out is a guard of {@code accept}.
 */
final class FirstUnit {
    static final String ACQUISITION = "acquisition";

    /** How good a verdict is; what is not here is no evidence for the requirement. */
    private static final List<String> WORDS = List.of("partly", "supported");

    private FirstUnit() {}

    /** The test of a unit that was delivered. */
    static List<Workflows.Request> after(Instance acquisition, GovernanceEvent.Moved step, long entry) {
        if (!step.transition().equals("deliver")) {
            return List.of();
        }
        Map<String, String> fields = new HashMap<>(Map.of(
                ACQUISITION, acquisition.id(), "device", acquisition.fields().getOrDefault("first-unit", "")));
        FollowUps.carry(acquisition.fields(), "function-check", fields);
        FollowUps.carry(acquisition.fields(), "tests", fields);
        String id = "accept-" + entry;
        return List.of(
                FollowUps.wish("verification", id, Transition.OPENING, "acquisition " + acquisition.id(), fields),
                FollowUps.wish(
                        ACQUISITION,
                        acquisition.id(),
                        "begin-test",
                        "the first unit must show that it is what was ordered",
                        Map.of("verification", id)));
    }

    /** What a failed test does to its acquisition. */
    static List<Workflows.Request> failed(Instance verification, String why) {
        return List.of(FollowUps.wish(
                ACQUISITION,
                verification.fields().getOrDefault(ACQUISITION, ""),
                "test-failed",
                why,
                Map.of("verification", verification.id())));
    }

    /**
     * What the unit shows of what is asked.
     *
     * @param words each requirement with the verdict that the ledger last said
     * @param missing those that are not good enough yet
     * @param refuted those whose evidence speaks against them
     */
    record Shown(Map<String, String> words, List<String> missing, List<String> refuted) {
        String text() {
            List<String> parts = new ArrayList<>();
            words.forEach((requirement, word) -> parts.add(requirement + " " + word));
            return String.join(", ", parts);
        }
    }

    /** Looks at every requirement of a verification; empty when it asks for none. */
    static Optional<Shown> shown(Instance verification, WorkflowStore store) {
        String tests = verification.fields().getOrDefault("tests", "");
        if (tests.isBlank()) {
            return Optional.empty();
        }
        String device = verification.fields().getOrDefault("device", "");
        Map<String, String> words = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        List<String> refuted = new ArrayList<>();
        for (String test : tests.split("[,\\n]", -1)) {
            String[] parts = test.strip().split("\\s+", 2);
            if (parts[0].isEmpty()) {
                continue;
            }
            String wanted = parts.length < 2 ? "supported" : parts[1].strip();
            String word = store.verdict(device, parts[0]).orElse("unknown");
            words.put(parts[0], word);
            if (word.equals("not supported")) {
                refuted.add(parts[0]);
            } else if (!WORDS.contains(wanted) || WORDS.indexOf(word) < WORDS.indexOf(wanted)) {
                missing.add(parts[0]);
            }
        }
        return Optional.of(new Shown(words, missing, refuted));
    }
}
