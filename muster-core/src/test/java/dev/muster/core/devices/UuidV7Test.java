package dev.muster.core.devices;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class UuidV7Test {
    /** RFC 9562, A.6: the 22nd of February 2022, 19:22:22 UTC, with 0xCC3 and 0x18C4DC0C0C07398F. */
    @Test
    void theExampleOfTheSpecification() {
        long[] parts = {0xCC3L, 0x18C4DC0C0C07398FL << 2};
        int[] next = {0};
        RandomGenerator random = () -> parts[next[0]++];
        assertThat(UuidV7.of(Instant.ofEpochMilli(0x017F22E279B0L), random))
                .isEqualTo(UUID.fromString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"));
    }

    @Test
    void theirOrderIsThatOfTime() {
        Random random = new Random(9);
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            UUID uuid = UuidV7.of(Instant.parse("2026-11-21T12:00:00Z").plusMillis(i), random);
            assertThat(uuid.version()).isEqualTo(7);
            assertThat(uuid.variant()).isEqualTo(2);
            made.add(uuid.toString());
        }
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }
}
