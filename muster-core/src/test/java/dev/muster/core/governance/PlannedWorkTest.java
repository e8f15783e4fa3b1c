package dev.muster.core.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans begin work at their time and on their event, once, whatever the clock and the follower do. */
class PlannedWorkTest {
    private final MemoryWorkflows world = new MemoryWorkflows();

    @BeforeEach
    void people() {
        world.grant("operator/app", "approver");
    }

    private Workflows.Answer plan(String... fields) {
        world.move("plan", "p", "open-request", "operator/ann", "device", "cam-1", "kind", "local", "task", "clean");
        return world.move("plan", "p", "approve", "operator/app", fields);
    }

    /** As the follower does, twice. */
    private void follow() {
        for (int twice = 0; twice < 2; twice++) {
            Draft last = world.entries.stream()
                    .filter(draft -> draft.subject().text().equals("plan/p"))
                    .reduce((a, b) -> b)
                    .orElseThrow();
            int entry = world.entries.indexOf(last);
            Instance now = world.find("plan", "p").orElseThrow();
            List<Workflows.Request> wishes = FollowUps.after(now, (GovernanceEvent.Moved) last.event(), entry, world);
            for (Workflows.Request wish : wishes) {
                String[] fields = wish.fields().entrySet().stream()
                        .flatMap(field -> java.util.stream.Stream.of(field.getKey(), field.getValue()))
                        .toArray(String[]::new);
                world.move(wish.machine(), wish.id(), wish.transition(), wish.actor(), fields);
            }
        }
    }

    private List<Instance> orders() {
        return world.records.values().stream()
                .filter(record -> record.machine().equals("work-order"))
                .toList();
    }

    @Test
    void anIntervalBeginsAnOrderEachTimeAndWhatWasMissedIsOne() {
        plan("every", "P30D", "next", "2026-12-01T00:00:00Z");
        assertThat(world.expire("plan", "p")).isInstanceOf(Workflows.Answer.Refused.class);
        world.now = Instant.parse("2027-03-15T00:00:00Z");
        assertThat(world.expire("plan", "p")).isInstanceOf(Workflows.Answer.Moved.class);
        follow();
        assertThat(orders()).singleElement().satisfies(order -> {
            assertThat(order.state()).isEqualTo("requested");
            assertThat(order.fields()).containsEntry("trigger", "interval P30D").containsEntry("device", "cam-1");
        });
        assertThat(world.find("plan", "p").orElseThrow().fields().get("next"))
                .as("three were missed, and the rhythm stays")
                .isEqualTo("2027-03-31T00:00:00Z");
        assertThat(world.expire("plan", "p")).isInstanceOf(Workflows.Answer.Refused.class);
    }

    @Test
    void aClockThatIsSetBackBeginsNothingTwice() {
        plan("every", "PT24H", "next", "2026-12-01T00:00:00Z");
        world.now = Instant.parse("2026-12-01T00:00:01Z");
        world.expire("plan", "p");
        follow();
        world.now = Instant.parse("2026-11-30T00:00:00Z");
        assertThat(world.expire("plan", "p")).isInstanceOf(Workflows.Answer.Refused.class);
        world.now = Instant.parse("2026-12-01T00:00:05Z");
        assertThat(world.expire("plan", "p")).isInstanceOf(Workflows.Answer.Refused.class);
        assertThat(orders()).hasSize(1);
    }

    @Test
    void anEventThatGoesOnIsOnePieceOfWorkUntilThatIsOver() {
        plan("event", "attestation.status=contraindicated");
        Fact bad = new Fact(
                Subject.device("cam-1"), "attestation.status", "contraindicated", world.now, Grade.ATTESTED, 9);
        Fact other = new Fact(
                Subject.device("cam-2"), "attestation.status", "contraindicated", world.now, Grade.ATTESTED, 9);
        assertThat(PlannedWork.occurred(world.find("plan", "p").orElseThrow(), other))
                .isEmpty();
        for (int i = 0; i < 3; i++) {
            PlannedWork.occurred(world.find("plan", "p").orElseThrow(), bad)
                    .ifPresent(wish -> world.move("plan", "p", wish.transition(), wish.actor()));
            follow();
        }
        assertThat(orders()).hasSize(1);
        world.move("work-order", orders().getFirst().id(), "cancel", "operator/ann");
        world.now = world.now.plus(Duration.ofDays(1));
        PlannedWork.occurred(world.find("plan", "p").orElseThrow(), bad)
                .ifPresent(wish -> world.move("plan", "p", wish.transition(), wish.actor()));
        follow();
        assertThat(orders()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"every,sometimes", "every,PT10M", "every,P-3D", "every,P30D", "event,nothing", "source,maker"})
    void aPlanThatCannotComeRoundIsRefused(String field, String value) {
        assertThat(plan(field, value)).isInstanceOf(Workflows.Answer.Refused.class);
    }
}
