package dev.muster.core.joining;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalMeterTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private final RefusalMeter meter = new RefusalMeter(new RefusalBudget());

    @Test
    void theFirstOfASourceIsWrittenAtOnce() {
        assertThat(refuse("10.0.0.1", NOW)).singleElement().satisfies(entry -> {
            assertThat(entry.count()).isEqualTo(1);
            assertThat(entry.source()).isEqualTo("10.0.0.1");
        });
    }

    @Test
    void theRestOfTheWindowIsOneEntryWithItsNumber() {
        refuse("10.0.0.1", NOW);
        for (int i = 1; i <= 1000; i++) {
            assertThat(refuse("10.0.0.1", NOW.plusMillis(i))).isEmpty();
        }
        assertThat(meter.due(NOW.plus(RefusalMeter.WINDOW).minusMillis(1))).isEmpty();
        assertThat(meter.due(NOW.plus(RefusalMeter.WINDOW))).singleElement().satisfies(entry -> {
            assertThat(entry.count()).isEqualTo(1000);
            assertThat(entry.since()).isEqualTo(NOW.plusMillis(1));
        });
        assertThat(meter.due(NOW.plus(RefusalMeter.WINDOW))).isEmpty();
    }

    @Test
    void manySourcesTogetherStayBelowTheLimit() {
        List<EnrolmentRefused> written = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            written.addAll(refuse("source-" + i, NOW.plusNanos(i)));
        }
        assertThat(written).hasSize(RefusalMeter.MAX_ENTRIES);
        List<EnrolmentRefused> due = meter.due(NOW.plus(RefusalMeter.WINDOW).plusSeconds(1));
        assertThat(due).singleElement().satisfies(entry -> {
            assertThat(entry.source()).isEqualTo("*");
            assertThat(entry.count()).isEqualTo(100_000 - RefusalMeter.MAX_ENTRIES);
        });
    }

    /** A stranger can ask every organisation of a server. */
    @Test
    void manyOrganisationsTogetherStayBelowTheirsAndNothingIsLost() {
        RefusalBudget budget = new RefusalBudget();
        List<RefusalMeter> meters = new ArrayList<>();
        long written = 0;
        for (int i = 0; i < 10_000; i++) {
            RefusalMeter one = new RefusalMeter(budget);
            meters.add(one);
            written += one.refused("idevid-untrusted", "detail", "cam-07", "10.0.0.1", NOW.plusNanos(i))
                    .size();
        }
        assertThat(written).isEqualTo(600);
        Instant at = NOW;
        int rounds = 0;
        while (written < 10_000) {
            at = at.plus(RefusalMeter.WINDOW).plusSeconds(1);
            long now = 0;
            for (RefusalMeter one : meters) {
                now += one.due(at).size();
            }
            assertThat(now).isBetween(1L, 600L);
            written += now;
            rounds++;
        }
        assertThat(rounds).isEqualTo(16);
        assertThat(meters).allMatch(RefusalMeter::isIdle);
    }

    @Test
    void afterTheWindowASourceIsHeardAgain() {
        refuse("10.0.0.1", NOW);
        assertThat(refuse("10.0.0.1", NOW.plus(RefusalMeter.WINDOW))).hasSize(1);
    }

    /** Again and again, by sources without end: counted, and no more remembered than otherwise. */
    @Test
    void whatCouldNotBeWrittenIsNotLostAndNotMoreToRemember() {
        List<EnrolmentRefused> unwritten = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            Instant at = NOW.plusMillis(i * 10L);
            List<EnrolmentRefused> due = refuse("source-" + i, at);
            meter.again(due, at);
        }
        for (int i = 0; i < 20 && !meter.isIdle(); i++) {
            unwritten.addAll(meter.due(NOW.plusSeconds(2_000 + i * 70L)));
        }
        assertThat(unwritten.stream().mapToLong(EnrolmentRefused::count).sum()).isEqualTo(100_000);
        assertThat(unwritten).hasSizeLessThanOrEqualTo(RefusalMeter.MAX_SOURCES + 1);
        assertThat(unwritten).anyMatch(entry -> entry.since().equals(NOW));
        assertThat(meter.isIdle()).isTrue();
    }

    @Test
    void whatIsClaimedIsCut() {
        assertThat(meter.refused("r", "d".repeat(10_000), "c".repeat(10_000), "s", NOW))
                .singleElement()
                .satisfies(e -> {
                    assertThat(e.claimed()).hasSize(64);
                    assertThat(e.detail()).hasSize(256);
                });
    }

    private List<EnrolmentRefused> refuse(String source, Instant at) {
        return meter.refused("idevid-untrusted", "detail", "cam-07", source, at);
    }
}
