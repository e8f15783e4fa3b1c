package dev.muster.core.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.Refusing.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The desk over the shipped machines: each rule, then its breach. */
class WorkflowsTest {
    private static final String DAY = "2026-11-30T08:00:00Z";
    private static final String DIGEST = "aa".repeat(32);

    private final MemoryWorkflows world = new MemoryWorkflows();

    @BeforeEach
    void people() {
        world.grant("ann", "approver");
        world.grant("tom", "technician");
        world.grant("sue", "supervisor");
        world.grant("joe", "approver", "technician", "supervisor");
    }

    private static String refusal(Workflows.Answer answer) {
        return answer instanceof Workflows.Answer.Refused refused ? refused.reason() : "moved";
    }

    private void order(String id, String actor) {
        world.move("work-order", id, "open-request", actor);
        world.move(
                "work-order",
                id,
                "request",
                actor,
                "device",
                "cam-1",
                "kind",
                "repair",
                "task",
                "lens",
                "trigger",
                "fault");
    }

    @Test
    void aFieldThatIsMissingIsNamed() {
        world.move("work-order", "w1", "open-request", "ann");
        assertThat(world.move("work-order", "w1", "request", "ann", "device", "cam-1"))
                .isEqualTo(new Workflows.Answer.Refused(
                        Kind.INVALID, "field-missing", "kind is missing: local, remote, diagnostic, repair or review"));
        assertThat(world.state("work-order", "w1")).isEqualTo("draft");
    }

    @Test
    void nobodyApprovesTheirOwnRequest() {
        order("w1", "joe");
        assertThat(refusal(world.move("work-order", "w1", "approve", "joe"))).isEqualTo("apart-forbidden");
        assertThat(refusal(world.move("work-order", "w1", "approve", "ann"))).isEqualTo("moved");
    }

    @Test
    void aRoleIsNeededAndGranted() {
        order("w1", "ann");
        assertThat(refusal(world.move("work-order", "w1", "approve", "tom"))).isEqualTo("role-forbidden");
        assertThat(refusal(world.move("work-order", "w1", "expire-window", "joe")))
                .isEqualTo("state-conflict");
    }

    @Test
    void valuesThatCannotBeAreNamed() {
        assertThat(refusal(world.move("tool", "t1", "open-request", "ann", "digest", "xyz")))
                .isEqualTo("field-invalid");
        assertThat(refusal(world.move("tool", "t1", "open-request", "ann", "colour", "red")))
                .isEqualTo("field-invalid");
        assertThat(refusal(world.move("work-order", "w/1", "open-request", "ann")))
                .isEqualTo("id-invalid");
        assertThat(refusal(world.move("work-order", "w1", "open-request", "ann", "device", "nobody")))
                .isEqualTo("field-invalid");
        assertThat(refusal(world.move("budget-line", "b1", "open-request", "ann", "planned", "-5")))
                .isEqualTo("field-invalid");
        assertThat(world.entries).isEmpty();
    }

    @Test
    void aTimeThatNoClockReachesIsNone() {
        assertThat(refusal(world.move(
                        "case", "c1", "open-request", "ann", "aware-at", "+1000000000-12-31T23:59:59.999999999Z")))
                .isEqualTo("field-invalid");
        assertThat(refusal(world.move("case", "c1", "open-request", "ann", "aware-at", "9999-12-31T23:59:59Z")))
                .isEqualTo("moved");
    }

    @Test
    void anIdIsTakenOnce() {
        world.move("policy", "p1", "open-request", "ann");
        assertThat(refusal(world.move("policy", "p1", "open-request", "ann"))).isEqualTo("id-taken");
    }

    @Test
    void workClosesOnlyWhenTheDeviceHasProvedItselfAgain() {
        toWorkDone("w1");
        world.attested("cam-1", "affirming");
        world.now = world.now.plusSeconds(5);
        world.move("work-order", "w1", "verify", "ann");
        world.move("verification", "v0", "open-request", "ann", "device", "cam-1", "work-order", "w0");
        world.move("verification", "v1", "open-request", "ann", "device", "cam-1", "work-order", "w1");
        world.move("work-order", "w1", "begin-verification", Workflows.SYSTEM, "verification", "v1");
        assertThat(refusal(world.move("work-order", "w1", "close", "sue", "exported-to", "siem")))
                .as("what it showed before the work does not count")
                .isEqualTo("guard-conflict");
        world.attested("cam-1", "contraindicated");
        assertThat(refusal(world.move("work-order", "w1", "close", "sue", "exported-to", "siem")))
                .isEqualTo("guard-conflict");
        world.attested("cam-1", "affirming");
        assertThat(refusal(world.move("work-order", "w1", "close", "tom", "exported-to", "siem")))
                .isEqualTo("role-forbidden");
        assertThat(refusal(world.move("work-order", "w1", "close", "sue", "exported-to", "siem")))
                .as("the verification is not over")
                .isEqualTo("guard-conflict");
        for (String verification : List.of("v0", "v1")) {
            world.move(
                    "verification",
                    verification,
                    "pass",
                    Workflows.SYSTEM,
                    "status",
                    "affirming",
                    "drift",
                    "none",
                    "software",
                    "1");
        }
        assertThat(refusal(world.move("work-order", "w1", "close", "sue", "exported-to", "siem", "verification", "v0")))
                .as("another order's verification")
                .isEqualTo("field-settled");
        assertThat(refusal(world.move("work-order", "w1", "close", "sue", "exported-to", "siem")))
                .isEqualTo("moved");
        assertThat(world.state("work-order", "w1")).isEqualTo("closed");
    }

    private void toWorkDone(String id) {
        order(id, "ann");
        world.grant("ada", "approver");
        world.move("work-order", id, "approve", "ada");
        world.move("work-order", id, "schedule", "ann", "due", DAY);
        crew();
        assertThat(refusal(world.move("work-order", id, "ready", "ann", "crew", "a1", "tool", "t1", "procedure", "d1")))
                .isEqualTo("moved");
        assertThat(refusal(world.move("work-order", id, "start", "tom", "window-end", DAY)))
                .isEqualTo("moved");
        assertThat(refusal(world.move("work-order", id, "done", "tom", "result", "new lens")))
                .isEqualTo("moved");
    }

    private void crew() {
        world.move("authorisation", "a1", "open-request", "tom", "training-until", DAY);
        world.move(
                "authorisation",
                "a1",
                "activate",
                "ann",
                "person",
                "tom",
                "organisation",
                "Fix",
                "scope",
                "cams",
                "class",
                "escorted",
                "until",
                DAY);
        world.move("tool", "t1", "open-request", "ann", "name", "probe", "version", "2", "digest", DIGEST);
        world.move("tool", "t1", "evaluate", "tom");
        world.move("tool", "t1", "approve", "ann", "scope", "cams", "until", DAY);
        world.move("document", "d1", "open-request", "tom");
        world.move(
                "document",
                "d1",
                "approve",
                "ann",
                "topic",
                "procedure",
                "title",
                "Lens",
                "version",
                "1",
                "digest",
                DIGEST,
                "class",
                "customer",
                "audience",
                "technician");
    }

    @Test
    void aToolThatChangedIsNoToolAnyMore() {
        toWorkDone("w1");
        world.move("tool", "t1", "changed", "ann", "digest", "bb".repeat(32));
        assertThat(world.state("tool", "t1")).isEqualTo("proposed");
        order("w2", "ann");
        world.move("work-order", "w2", "approve", "joe");
        world.move("work-order", "w2", "schedule", "ann", "due", DAY);
        assertThat(world.move("work-order", "w2", "ready", "ann", "crew", "a1", "tool", "t1", "procedure", "d1"))
                .isEqualTo(new Workflows.Answer.Refused(
                        Kind.CONFLICT, "guard-conflict", "tool t1 is proposed, not approved"));
    }

    @Test
    void theEscortedNeedAnEscortWhoIsSomebodyElse() {
        toWorkDone("w1");
        world.move("work-order", "w1", "verify", "ann");
        world.move("work-order", "w1", "fail", "sue");
        world.move("work-order", "w1", "correct", "tom", "window-end", DAY);
        world.move(
                "session",
                "s1",
                "open-request",
                "tom",
                "work-order",
                "w1",
                "person",
                "tom",
                "authorisation",
                "a1",
                "tool",
                "t1",
                "channel",
                "local",
                "window-end",
                DAY);
        assertThat(refusal(world.move("session", "s1", "approve", "ann"))).isEqualTo("moved");
        assertThat(refusal(world.move("session", "s1", "issue", "ann"))).isEqualTo("guard-conflict");
        assertThat(refusal(world.move("session", "s1", "issue", "ann", "escort", "tom")))
                .isEqualTo("guard-conflict");
        assertThat(refusal(world.move("session", "s1", "issue", "ann", "escort", "sue")))
                .isEqualTo("moved");
    }

    @Test
    void aWindowEndsByItselfAndOnlyThen() {
        toWorkDone("w0");
        order("w1", "ann");
        world.move("work-order", "w1", "approve", "joe");
        world.move("work-order", "w1", "schedule", "ann", "due", DAY);
        world.move("work-order", "w1", "ready", "ann", "crew", "a1", "tool", "t1", "procedure", "d1");
        world.move("work-order", "w1", "start", "tom", "window-end", "2026-11-29T09:00:00Z");
        assertThat(refusal(world.expire("work-order", "w1"))).isEqualTo("state-conflict");
        world.now = MemoryWorkflows.START.plus(Duration.ofHours(1));
        assertThat(refusal(world.expire("work-order", "w1"))).isEqualTo("moved");
        assertThat(world.state("work-order", "w1")).isEqualTo("paused");
        world.now = MemoryWorkflows.START.minus(Duration.ofDays(1));
        assertThat(refusal(world.expire("work-order", "w1")))
                .as("a clock that steps back fires nothing again")
                .isEqualTo("state-conflict");
    }

    @Test
    void theClocksOfTheLawAreSaidOnceWhenTheyAreLate() {
        world.grant("ann", "officer");
        world.move("case", "c1", "open-request", "ann");
        world.move(
                "case",
                "c1",
                "triage",
                "ann",
                "kind",
                "vulnerability",
                "about",
                "cam",
                "aware-at",
                "2026-11-29T08:00:00Z");
        world.move("case", "c1", "affects", "ann", "devices", "25", "exploited", "true");
        world.now = MemoryWorkflows.START.plus(Duration.ofHours(24)).minusMillis(1);
        assertThat(refusal(world.expire("case", "c1"))).isEqualTo("state-conflict");
        world.now = MemoryWorkflows.START.plus(Duration.ofHours(24));
        assertThat(refusal(world.expire("case", "c1"))).isEqualTo("moved");
        assertThat(refusal(world.expire("case", "c1"))).as("said once").isEqualTo("state-conflict");
        assertThat(refusal(world.move("case", "c1", "notify", "ann", "notice", "n-1")))
                .as("a notice without the early warning")
                .isEqualTo("state-conflict");
        world.move("case", "c1", "warn", "ann", "early-warning", "e-1");
        world.now = MemoryWorkflows.START.plus(Duration.ofDays(3));
        assertThat(refusal(world.expire("case", "c1"))).isEqualTo("moved");
        assertThat(world.entries.getLast().event())
                .isInstanceOfSatisfying(
                        GovernanceEvent.Moved.class,
                        moved -> assertThat(moved.transition()).isEqualTo("notice-late"));
    }
}
