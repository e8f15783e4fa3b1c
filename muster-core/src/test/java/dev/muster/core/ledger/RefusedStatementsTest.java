package dev.muster.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefusedStatementsTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private final RefusedStatements refused = new RefusedStatements();

    private void refuse(int number, String network) {
        refused.refused(
                new StatementOutcome.Refused(StatementOutcome.Reason.UNKNOWN_SIGNER, "x".repeat(10_000)),
                "digest-" + number,
                network,
                NOW.plusMillis(number));
    }

    @Test
    void tenThousandOfAMinuteAreOneSmallEntry() {
        for (int i = 0; i < 10_000; i++) {
            refuse(i, "192.0.2." + i % 3);
            assertThat(refused.isDue(NOW.plusMillis(i))).isFalse();
        }
        assertThat(refused.isDue(NOW.plus(RefusedStatements.WINDOW))).isTrue();
        var entry = refused.counted();
        assertThat(entry.count()).isEqualTo(10_000);
        assertThat(entry.networks()).isEqualTo(3);
        assertThat(entry.reason()).isEqualTo("unknown-signer");
        assertThat(entry.detail().length()).isLessThanOrEqualTo(256);
        assertThat(entry.samples()).hasSize(8).startsWith("digest-0");
    }

    @Test
    void networksWithoutEndAreNotRemembered() {
        for (int i = 0; i < 100_000; i++) {
            refuse(1, "network-" + i);
        }
        var entry = refused.counted();
        assertThat(entry.count()).isEqualTo(100_000);
        assertThat(entry.networks()).isEqualTo(1_024);
        assertThat(entry.samples()).containsExactly("digest-1");
    }

    @Test
    void whatCouldNotBeWrittenIsCountedWithWhatCameMeanwhile() {
        RefusedStatements older = new RefusedStatements();
        older.refused(
                new StatementOutcome.Refused(StatementOutcome.Reason.UNKNOWN_SIGNER, "first"), "digest-0", "a", NOW);
        refuse(60_000, "a");
        refuse(60_001, "b");
        var entry = older.with(refused).counted();
        assertThat(entry.count()).isEqualTo(3);
        assertThat(entry.networks()).isEqualTo(2);
        assertThat(entry.since()).isEqualTo(NOW);
        assertThat(entry.detail()).startsWith("x");
        assertThat(entry.samples()).containsExactly("digest-0", "digest-60000", "digest-60001");
        assertThat(older.with(new RefusedStatements()).counted()).isEqualTo(entry);
        for (int i = 0; i < 20; i++) {
            refuse(i, "c");
        }
        assertThat(new RefusedStatements().with(older).with(refused).counted().samples())
                .hasSize(8);
    }
}
