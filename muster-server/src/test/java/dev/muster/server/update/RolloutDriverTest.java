package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.update.RolloutPlan;
import dev.muster.core.update.RolloutState;
import dev.muster.ledger.sql.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutDriverTest {
    private static final RolloutPlan PLAN = RolloutPlan.STANDARD.with(1, List.of(100), Duration.ofMinutes(10));

    @TempDir
    private Path dir;

    private static RolloutDriver driver(Shop shop) {
        return new RolloutDriver(shop.ledger.shell(), shop.database, InstantSource.system(), Set.of("test.shown"));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
            Thread.sleep(20);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    /** Nothing is handed from one driver to the next: what happened in between is in the registers. */
    @Test
    void aNewDriverGoesOnWhereTheOldOneEnded() throws InterruptedException {
        try (Database database = Database.open("jdbc:sqlite:" + dir.resolve("test.db"));
                Shop shop = new Shop(database)) {
            shop.devices(3);
            String rollout = shop.start(shop.release(2), PLAN);
            try (RolloutDriver first = driver(shop).start()) {
                assertThat(first.name()).isEqualTo("rollout-driver");
                await(() -> shop.read(known -> known.count(rollout).offered()) == 1);
            }
            shop.shows(new DeviceId("cam-000"), "2.0");
            assertThat(shop.read(known -> known.count(rollout).updated()).intValue())
                    .isZero();
            try (RolloutDriver second = driver(shop).start()) {
                assertThat(second.name()).isEqualTo("rollout-driver");
                await(() -> shop.read(known -> known.count(rollout).offered()) == 2);
                shop.shows(new DeviceId("cam-001"), "2.0");
                shop.shows(new DeviceId("cam-002"), "2.0");
                await(() ->
                        shop.read(known -> known.rollout(rollout).orElseThrow().state()) == RolloutState.FINISHED);
            }
        }
    }
}
