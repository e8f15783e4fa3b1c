package dev.muster.core.governance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Regulation (EU) 2024/2847 Article 14: 24 hours, 72 hours, and 14 days after the fix or a month after the notice. */
class CaseClocksTest {
    private static final Instant AWARE = MemoryWorkflows.START;

    private final MemoryWorkflows world = new MemoryWorkflows();

    @BeforeEach
    void people() {
        world.grant("operator/olaf", "officer");
    }

    private void begin(String kind) {
        world.move("case", "c", "open-request", "operator/olaf");
        world.move("case", "c", "triage", "operator/olaf", "kind", kind, "about", "cam", "aware-at", "" + AWARE);
        world.move("case", "c", "affects", "operator/olaf", "devices", "17", "exploited", "true");
    }

    private Instant due() {
        return world.desk.due(world.find("case", "c").orElseThrow()).orElse(Instant.MAX);
    }

    private void notified() {
        world.move("case", "c", "warn", "operator/olaf", "early-warning", "1");
        assertThat(due()).isEqualTo(AWARE.plus(Duration.ofDays(3)));
        world.move("case", "c", "notify", "operator/olaf", "notice", "2");
    }

    @Test
    void aVulnerabilityHasFourteenDaysFromItsFix() {
        begin("vulnerability");
        assertThat(due()).isEqualTo(AWARE.plus(Duration.ofDays(1)));
        notified();
        assertThat(due()).as("no end before there is a fix").isEqualTo(Instant.MAX);
        Instant fix = AWARE.plus(Duration.ofDays(40));
        world.move("case", "c", "fixed", "operator/olaf", "fix-at", "" + fix);
        assertThat(due()).isEqualTo(fix.plus(Duration.ofDays(14)));
        world.now = fix.plus(Duration.ofDays(15));
        assertThat(world.expire("case", "c")).isInstanceOf(Workflows.Answer.Moved.class);
        assertThat(world.expire("case", "c")).as("said once").isInstanceOf(Workflows.Answer.Refused.class);
    }

    @Test
    void anIncidentHasAMonthFromItsNotice() {
        begin("incident");
        notified();
        Instant noticed = world.find("case", "c").orElseThrow().since();
        assertThat(due()).isEqualTo(noticed.plus(Duration.ofDays(30)));
        assertThat(world.move("case", "c", "fixed", "operator/olaf", "fix-at", "" + AWARE))
                .isInstanceOf(Workflows.Answer.Refused.class);
    }
}
