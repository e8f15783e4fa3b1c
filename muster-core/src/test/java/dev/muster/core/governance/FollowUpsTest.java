package dev.muster.core.governance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What follows from finished work and from what the device then shows. */
class FollowUpsTest {
    private final MemoryWorkflows world = new MemoryWorkflows();

    private Instance verification(String... fields) {
        world.move("verification", "v1", "open-request", Workflows.SYSTEM, "device", "cam-1", "work-order", "w1");
        Instance begun = world.find("verification", "v1").orElseThrow();
        return fields.length == 0 ? begun : with(begun, fields);
    }

    private static Instance with(Instance before, String... fields) {
        Map<String, String> merged = new java.util.HashMap<>(before.fields());
        for (int i = 0; i < fields.length; i += 2) {
            merged.put(fields[i], fields[i + 1]);
        }
        return new Instance(before.machine(), before.id(), before.state(), before.since(), merged, before.steps());
    }

    private void shown(String status, String software, String version) {
        world.attested("cam-1", status);
        world.facts.put("device/cam-1 attestation.software", Map.entry(software, world.now));
        world.facts.put("device/cam-1 attestation.version", Map.entry(version, world.now));
    }

    @Test
    void whatWasShownBeforeSaysNothing() {
        shown("affirming", "match", "1.0");
        world.now = world.now.plusSeconds(5);
        assertThat(FollowUps.judged(verification(), world)).isEmpty();
    }

    @Test
    void affirmingPassesAndNamesWhatChanged() {
        Instance running = verification("software-before", "1.0");
        shown("affirming", "match", "1.1");
        Workflows.Request verdict = FollowUps.judged(running, world).orElseThrow();
        assertThat(verdict.transition()).isEqualTo("pass");
        assertThat(verdict.fields()).containsEntry("drift", "none").containsEntry("software-change", "1.0 -> 1.1");
    }

    @Test
    void whatChangedIsToldComponentByComponent() {
        Instance running = verification("software-before", "1.0");
        shown("affirming", "match", "1.1");
        assertThat(FollowUps.judged(running, world).orElseThrow().fields())
                .as("nobody listed what is in them")
                .containsEntry("components", "unknown: no manifest lists those of 1.0");
        world.released.put("1.0", Map.of("bin/camd", "a", "etc/app.conf", "b", "lib/old.so", "c"));
        assertThat(FollowUps.judged(running, world).orElseThrow().fields())
                .containsEntry("components", "unknown: no manifest lists those of 1.1");
        world.released.put("1.1", Map.of("bin/camd", "d", "etc/app.conf", "b", "lib/new.so", "c"));
        assertThat(FollowUps.judged(running, world).orElseThrow().fields())
                .containsEntry("components", "added lib/new.so; changed bin/camd; removed lib/old.so");
        assertThat(FollowUps.judged(verification("software-before", "1.1"), world)
                        .orElseThrow()
                        .fields())
                .containsEntry("components", "none");
        world.released.put("1.1", world.released.get("1.0"));
        assertThat(FollowUps.judged(running, world).orElseThrow().fields()).containsEntry("components", "none");
    }

    @Test
    void whatAgreesWithNoReleaseIsToldAsItWasMeasured() {
        shown("contraindicated", "mismatch", "1.0");
        world.measured = Optional.of(new ComponentDifference(List.of("bin/miner"), List.of(), List.of("bin/camd"), 3));
        Workflows.Request verdict = FollowUps.judged(verification(), world).orElseThrow();
        assertThat(verdict.transition()).isEqualTo("fail");
        assertThat(verdict.fields())
                .containsEntry(
                        "components",
                        "as measured, beside the nearest release: added bin/miner; changed bin/camd; and 3 more");
    }

    @Test
    void manyComponentsAreNamedToALimitAndCounted() {
        Map<String, String> many = new java.util.HashMap<>();
        for (int i = 0; i < 12; i++) {
            many.put("lib/%02d".formatted(i), "x");
        }
        assertThat(ComponentDifference.between(Map.of(), many).text())
                .startsWith("added lib/00, lib/01, ")
                .endsWith("lib/09 and 2 more");
    }

    @Test
    void anythingElseFails() {
        Instance running = verification();
        for (String status : List.of("warning", "contraindicated", "none")) {
            shown(status, "mismatch", "1.0");
            assertThat(FollowUps.judged(running, world).orElseThrow().transition())
                    .as(status)
                    .isEqualTo("fail");
        }
    }

    @Test
    void aFunctionThatWasAskedForIsWaitedForAndCounts() {
        Instance running = verification("function-check", "the picture is bright");
        shown("affirming", "match", "1.0");
        Workflows.Request seen = FollowUps.judged(running, world).orElseThrow();
        assertThat(seen.transition()).isEqualTo("observe");
        Instance observed = new Instance(
                running.machine(),
                running.id(),
                running.state(),
                running.since(),
                merged(running, seen),
                running.steps());
        assertThat(FollowUps.judged(observed, world)).as("said once").isEmpty();
        assertThat(FollowUps.judged(with(observed, "function-result", "failed"), world)
                        .orElseThrow()
                        .transition())
                .isEqualTo("fail");
        assertThat(FollowUps.judged(with(observed, "function-result", "ok"), world)
                        .orElseThrow()
                        .transition())
                .isEqualTo("pass");
    }

    private static Map<String, String> merged(Instance record, Workflows.Request wish) {
        Map<String, String> all = new java.util.HashMap<>(record.fields());
        all.putAll(wish.fields());
        return all;
    }

    @Test
    void nobodyMakesByHandWhatFollowsByItself() {
        verification();
        shown("affirming", "match", "1.0");
        assertThat(world.move(
                        "verification",
                        "v1",
                        "pass",
                        "operator/ann",
                        "status",
                        "affirming",
                        "drift",
                        "none",
                        "software",
                        "1"))
                .isInstanceOfSatisfying(
                        Workflows.Answer.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo("role-forbidden"));
    }

    @Test
    void aFailureOpensOneOrderForItsCause() {
        verification();
        world.move("verification", "v1", "fail", Workflows.SYSTEM, "detail", "differs");
        Instance failed = world.find("verification", "v1").orElseThrow();
        GovernanceEvent.Moved step =
                (GovernanceEvent.Moved) world.entries.getLast().event();
        List<Workflows.Request> first = FollowUps.after(failed, step, 17, world);
        assertThat(first.stream().map(Workflows.Request::id).distinct()).containsExactly("w1", "corrective-17");
        assertThat(FollowUps.after(failed, step, 17, world)).isEqualTo(first);
        assertThat(first.get(1).fields()).containsEntry("corrects", "w1").containsEntry("device", "cam-1");
        assertThat(Optional.ofNullable(first.get(1).fields().get("task")).orElse(""))
                .contains("differs");
    }
}
