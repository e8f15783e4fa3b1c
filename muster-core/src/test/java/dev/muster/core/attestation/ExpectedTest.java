package dev.muster.core.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.Device;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long evidence counts follows how often it is expected, and never longer than where nothing is. */
class ExpectedTest {
    private static Optional<String> fault(long every, Map<String, Long> products) {
        return new PolicyTable("field", List.of(), Optional.empty(), Optional.of(new Expected(every, products)))
                .fault();
    }

    @Test
    void whoeverOwesASecondPieceOfEvidenceIsSilent() {
        Expected expected = new Expected(300, Map.of("meter", 3600L, "lock", 10L, "daily", 86_400L));
        assertThat(expected.silentAfter("cam")).isEqualTo(Duration.ofMinutes(10));
        assertThat(expected.silentAfter("meter")).isEqualTo(Duration.ofHours(2));
        assertThat(expected.silentAfter("lock")).as("clocks differ").isEqualTo(Expected.FLOOR);
        assertThat(expected.silentAfter("daily")).as("no longer than without").isEqualTo(Device.SILENT_AFTER);
        assertThat(expected.every("lock")).contains(Duration.ofSeconds(10));
        assertThat(expected.shortest()).isEqualTo(Expected.FLOOR);
    }

    @Test
    void whereNothingIsExpectedOfAProductADayAndTwoHoursCount() {
        Expected one = new Expected(0, Map.of("lock", 300L));
        assertThat(one.every("cam")).isEmpty();
        assertThat(one.silentAfter("cam")).isEqualTo(Device.SILENT_AFTER);
        assertThat(one.silentAfter("lock")).isEqualTo(Duration.ofMinutes(10));
        assertThat(one.shortest()).isEqualTo(Duration.ofMinutes(10));
        assertThat(Expected.NOTHING.shortest()).isEqualTo(Device.SILENT_AFTER);
    }

    @Test
    void whatNobodyCanKeepOrWouldWeakenTrustIsRefusedByName() {
        assertThat(fault(10, Map.of("lock", 86_400L))).isEmpty();
        for (long every : new long[] {-1, 1, 9, 86_401, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThat(fault(every, Map.of()))
                    .as("%d", every)
                    .hasValueSatisfying(fault -> assertThat(fault).contains("everySeconds", "10..86400"));
            assertThat(fault(300, Map.of("lock", every)))
                    .as("%d", every)
                    .hasValueSatisfying(fault -> assertThat(fault).contains("lock", "10..86400"));
        }
        assertThat(fault(300, Map.of("lock", 0L))).isPresent();
        assertThat(fault(300, Map.of(" ", 300L))).isPresent();
        Map<String, Long> many = new HashMap<>();
        for (int n = 0; n < 64; n++) {
            many.put("p-" + n, 300L);
        }
        assertThat(fault(300, many)).isEmpty();
        many.put("one-more", 300L);
        assertThat(fault(300, many))
                .hasValueSatisfying(fault -> assertThat(fault).contains("64 products"));
    }

    /** How often is no part of how evidence is judged: decisions from before stay repeatable under their table. */
    @Test
    void itChangesNoResult() {
        Optional<Expected> often = Optional.of(new Expected(300, Map.of()));
        PolicyTable with = new PolicyTable("field", List.of(), Optional.empty(), often);
        assertThat(with.id()).isEqualTo(new PolicyTable("field", List.of()).id());
    }

    @Test
    void durationsAreToldInTheirLargestWholeUnit() {
        assertThat(List.of(90L, 60L, 600L, 3600L, 93_600L))
                .extracting(seconds -> Expected.told(Duration.ofSeconds(seconds)))
                .containsExactly("90 seconds", "1 minute", "10 minutes", "1 hour", "26 hours");
    }
}
