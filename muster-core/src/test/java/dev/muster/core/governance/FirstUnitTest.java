package dev.muster.core.governance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An acquisition is accepted by what its first unit shows, and by nobody's word alone. */
class FirstUnitTest {
    private static final String DAY = "2026-11-30T08:00:00Z";

    private final MemoryWorkflows world = new MemoryWorkflows();

    @BeforeEach
    void ordered() {
        world.grant("olaf", "officer");
        world.grant("ada", "approver");
        world.grant("sue", "supervisor");
        world.grant("tom", "technician");
        world.move("acquisition", "q1", "open-request", "olaf", "device-class", "cam", "mission", "m");
        world.move(
                "acquisition", "q1", "set-requirements", "olaf", "profile", "p", "documents", "d", "environment", "e");
        world.move("acquisition", "q1", "notify", "olaf", "notice-sent", DAY, "notice-acknowledged", DAY);
        world.move("acquisition", "q1", "collect", "olaf", "offers", "lens");
        world.move("acquisition", "q1", "compare", Workflows.SYSTEM, "gaps", "g", "gap-table", "ab".repeat(32));
        world.move("acquisition", "q1", "assess", "olaf");
        world.move("acquisition", "q1", "decide", "ada");
        world.move("acquisition", "q1", "contract", "olaf", "ordered", DAY, "tests", "NIST-CAT/SEC-COM-01 partly");
    }

    /** Makes a step and what follows from it by itself. */
    private boolean done(String machine, String id, String transition, String actor, String... fields) {
        Workflows.Answer answer = world.move(machine, id, transition, actor, fields);
        if (answer instanceof Workflows.Answer.Moved moved) {
            GovernanceEvent.Moved event =
                    (GovernanceEvent.Moved) world.entries.getLast().event();
            follow(FollowUps.after(moved.now(), event, world.entries.size(), world));
            return true;
        }
        return false;
    }

    private void follow(List<Workflows.Request> wishes) {
        for (Workflows.Request wish : wishes) {
            String[] fields = wish.fields().entrySet().stream()
                    .flatMap(field -> List.of(field.getKey(), field.getValue()).stream())
                    .toArray(String[]::new);
            assertThat(done(wish.machine(), wish.id(), wish.transition(), wish.actor(), fields))
                    .as(wish.machine() + " " + wish.transition())
                    .isTrue();
        }
    }

    private Instance test() {
        String id = world.records.get("acquisition/q1").fields().get("verification");
        return world.records.get("verification/" + id);
    }

    private void judge() {
        Optional<Workflows.Request> verdict = FollowUps.judged(test(), world);
        follow(verdict.map(List::of).orElse(List.of()));
    }

    private boolean accepted() {
        return done("acquisition", "q1", "accept", "sue", "interactions", "alone", "acceptance", "all met");
    }

    @Test
    void theUnitShowsWhatWasAskedAfterItWasDelivered() {
        world.attested("cam-1", "affirming");
        world.now = world.now.plusSeconds(5);
        assertThat(accepted()).as("nothing was delivered").isFalse();
        done("acquisition", "q1", "deliver", "olaf", "first-unit", "cam-1");
        assertThat(test().fields()).containsEntry("tests", "NIST-CAT/SEC-COM-01 partly");
        judge();
        assertThat(test().state()).as("what it showed before does not count").isEqualTo("running");
        world.attested("cam-1", "affirming");
        world.facts.put("device/cam-1 attestation.software", java.util.Map.entry("match", world.now));
        judge();
        assertThat(test().state()).as("no verdict yet").isEqualTo("running");
        assertThat(test().fields()).containsEntry("shown", "NIST-CAT/SEC-COM-01 unknown");
        assertThat(accepted()).isFalse();
        world.verdicts.put("cam-1 NIST-CAT/SEC-COM-01", "partly");
        judge();
        assertThat(test().state()).isEqualTo("passed");
        assertThat(accepted()).isTrue();
        assertThat(world.state("acquisition", "q1")).isEqualTo("accepted");
    }

    @Test
    void aUnitWhoseEvidenceSpeaksAgainstItIsNotAcceptedAndAnotherMayCome() {
        done("acquisition", "q1", "deliver", "olaf", "first-unit", "cam-1");
        world.verdicts.put("cam-1 NIST-CAT/SEC-COM-01", "not supported");
        world.attested("cam-1", "affirming");
        Instance failed = test();
        judge();
        assertThat(world.state("verification", failed.id())).isEqualTo("failed");
        assertThat(world.state("acquisition", "q1")).isEqualTo("contracted");
        assertThat(accepted()).isFalse();
        assertThat(world.records.keySet()).as("no order to repair it").noneMatch(key -> key.startsWith("work-order"));
        done("acquisition", "q1", "deliver", "olaf", "first-unit", "cam-2");
        assertThat(test().fields()).containsEntry("device", "cam-2");
    }

    @Test
    void aTestThatSomebodyBeganWithAnotherUnitDoesNotCount() {
        done("acquisition", "q1", "deliver", "olaf", "first-unit", "cam-1");
        world.move("verification", "mine", "open-request", "ann", "device", "cam-2", "acquisition", "q1");
        world.attested("cam-2", "affirming");
        String[] shown = {"status", "affirming", "drift", "none", "software", "1"};
        assertThat(world.move("verification", "mine", "pass", Workflows.SYSTEM, shown))
                .isInstanceOf(Workflows.Answer.Moved.class);
        world.attested("cam-1", "affirming");
        Workflows.Answer answer = world.move(
                "acquisition",
                "q1",
                "accept",
                "sue",
                "verification",
                "mine",
                "interactions",
                "alone",
                "acceptance",
                "all met");
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Workflows.Answer.Refused.class,
                        no -> assertThat(no.reason()).isEqualTo("field-settled"));
    }

    @Test
    void anotherAcquisitionsTestDoesNotCount() {
        world.move("verification", "other", "open-request", "ann", "device", "cam-1", "acquisition", "q2");
        world.attested("cam-1", "affirming");
        world.move(
                "verification",
                "other",
                "pass",
                Workflows.SYSTEM,
                "status",
                "affirming",
                "drift",
                "none",
                "software",
                "1");
        world.move("acquisition", "q1", "deliver", "olaf", "first-unit", "cam-1", "verification", "other");
        world.attested("cam-1", "affirming");
        assertThat(accepted()).isFalse();
    }
}
