package dev.muster.core.governance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each wish that follows from a step, whole: whose, for which record, with which fields; and where none follows. */
class FollowUpStepsTest {
    private final MemoryWorkflows world = new MemoryWorkflows();

    private Instance record(String machine, String id, String state, String... fields) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            all.put(fields[i], fields[i + 1]);
        }
        return new Instance(machine, id, state, world.now, all, List.of());
    }

    private static GovernanceEvent.Moved step(String transition, String from, String to) {
        return new GovernanceEvent.Moved(transition, from, to, "ann", "because", Map.of(), Map.of());
    }

    private static Workflows.Request wish(
            String machine, String id, String transition, String reason, Map<String, String> fields) {
        return new Workflows.Request(machine, id, transition, Workflows.SYSTEM, true, reason, fields);
    }

    @Test
    void finishedWorkIsVerifiedByItself() {
        Instance order = record("work-order", "w1", "done", "device", "cam-1");
        assertThat(FollowUps.after(order, step("done", "running", "done"), 5, world))
                .containsExactly(wish("work-order", "w1", "verify", "the work is done", Map.of()));
    }

    @Test
    void aVerificationKnowsWhatItVerifiesAndWhatTheDeviceHadProved() {
        Instance order = record("work-order", "w1", "verifying", "device", "cam-1", "function-check", "it is bright");
        world.facts.put("device/cam-1 attestation.version", Map.entry("1.0", world.now));
        assertThat(FollowUps.after(order, step("verify", "done", "verifying"), 5, world))
                .containsExactly(
                        wish(
                                "verification",
                                "verify-5",
                                Transition.OPENING,
                                "work-order w1",
                                Map.of(
                                        "work-order", "w1",
                                        "device", "cam-1",
                                        "function-check", "it is bright",
                                        "software-before", "1.0")),
                        wish(
                                "work-order",
                                "w1",
                                "begin-verification",
                                "the device must show that it is well",
                                Map.of("verification", "verify-5")));
        Instance plain = record("work-order", "w2", "verifying", "device", "cam-2");
        assertThat(FollowUps.after(plain, step("verify", "done", "verifying"), 6, world)
                        .getFirst()
                        .fields())
                .isEqualTo(Map.of("work-order", "w2", "device", "cam-2"));
    }

    @Test
    void whatCorrectsAnotherClosesItToo() {
        Instance second = record("work-order", "w2", "closed", "corrects", "w1");
        assertThat(FollowUps.after(second, step("close", "verified", "closed"), 5, world))
                .containsExactly(
                        wish("work-order", "w1", "corrected", "work-order w2 mended it", Map.of("corrected-by", "w2")));
        Instance alone = record("work-order", "w3", "closed");
        assertThat(FollowUps.after(alone, step("close", "verified", "closed"), 5, world))
                .isEmpty();
        assertThat(FollowUps.after(alone, step("schedule", "approved", "scheduled"), 5, world))
                .isEmpty();
        assertThat(FollowUps.after(record("tool", "t1", "in-use"), step("done", "a", "b"), 5, world))
                .isEmpty();
    }

    @Test
    void aFailureIsToldToItsOrderAndCorrectedByAnother() {
        Instance failed = record(
                "verification",
                "v1",
                "failed",
                "work-order",
                "w1",
                "device",
                "cam-1",
                "detail",
                "it is dark",
                "function-check",
                "it is bright");
        List<Workflows.Request> wishes = FollowUps.after(failed, step("fail", "running", "failed"), 9, world);
        assertThat(wishes)
                .containsExactly(
                        wish("work-order", "w1", "verification-failed", "it is dark", Map.of("verification", "v1")),
                        wish(
                                "work-order",
                                "corrective-9",
                                Transition.OPENING,
                                "verification v1 failed",
                                Map.of(
                                        "device", "cam-1",
                                        "kind", "repair",
                                        "task", "correct what w1 left: it is dark",
                                        "trigger", "verification v1 failed",
                                        "corrects", "w1",
                                        "function-check", "it is bright")),
                        wish("work-order", "corrective-9", "request", "work-order w1 did not hold", Map.of()));
        assertThat(FollowUps.after(failed, step("note", "failed", "failed"), 10, world))
                .as("it had failed before")
                .isEmpty();
    }

    @Test
    void whatHasNoDetailFailedForTheReasonOfItsStepAndLongWordsAreCut() {
        Instance silent = record("verification", "v1", "failed", "work-order", "w1");
        assertThat(FollowUps.after(silent, step("expire", "running", "failed"), 9, world)
                        .getFirst()
                        .reason())
                .isEqualTo("because");
        String longest = "x".repeat(Field.MAX_CHARS + 50);
        Instance wordy = record("verification", "v1", "failed", "work-order", "w1", "detail", longest);
        List<Workflows.Request> wishes = FollowUps.after(wordy, step("fail", "running", "failed"), 9, world);
        assertThat(wishes.getFirst().reason()).hasSize(Field.MAX_CHARS);
        assertThat(wishes.get(1).fields().get("task")).hasSize(Field.MAX_CHARS).startsWith("correct what w1 left: x");
    }

    private void shown(String status, String software, String differs, String version) {
        Map<String, String> all =
                Map.of("status", status, "software", software, "differs", differs, "version", version);
        all.forEach((key, value) -> {
            if (!value.isEmpty()) {
                world.facts.put("device/cam-1 attestation." + key, Map.entry(value, world.now));
            }
        });
    }

    @Test
    void aTestedFunctionIsJudgedAtOnce() {
        Instance running = record(
                "verification",
                "v1",
                "running",
                "device",
                "cam-1",
                "function-check",
                "it is bright",
                "function-result",
                "failed");
        shown("affirming", "match", "", "1.0");
        assertThat(FollowUps.after(running, step("test", "running", "running"), 9, world))
                .singleElement()
                .satisfies(wish -> {
                    assertThat(wish.transition()).isEqualTo("fail");
                    assertThat(wish.reason()).isEqualTo("what the device has shown");
                    assertThat(wish.fields()).containsEntry("detail", "function check failed: it is bright");
                });
        assertThat(FollowUps.after(running, step("observe", "running", "running"), 9, world))
                .isEmpty();
    }

    @Test
    void nothingIsJudgedThatDoesNotRun() {
        shown("affirming", "match", "", "1.0");
        assertThat(FollowUps.judged(record("verification", "v1", "passed", "device", "cam-1"), world))
                .isEmpty();
        assertThat(FollowUps.judged(record("verification", "v1", "running", "device", "cam-2"), world))
                .as("another device showed it")
                .isEmpty();
    }

    @Test
    void driftIsWhatDiffersAndElseWhatTheSoftwareIs() {
        Instance running = record("verification", "v1", "running", "device", "cam-1");
        shown("contraindicated", "mismatch", "bin/camd", "");
        assertThat(judged(running))
                .containsEntry("drift", "bin/camd")
                .containsEntry("software", "unknown")
                .containsEntry("software-change", "none")
                .containsEntry("detail", "attestation is contraindicated, drift: bin/camd");
        world.facts.remove("device/cam-1 attestation.differs");
        assertThat(judged(running)).containsEntry("drift", "mismatch");
        world.facts.remove("device/cam-1 attestation.software");
        assertThat(judged(running)).doesNotContainKey("drift");
    }

    private Map<String, String> judged(Instance running) {
        Optional<Workflows.Request> wish = FollowUps.judged(running, world);
        assertThat(wish.map(Workflows.Request::transition)).contains("fail");
        return wish.orElseThrow().fields();
    }
}
