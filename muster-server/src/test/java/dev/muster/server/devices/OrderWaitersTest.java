package dev.muster.server.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrderWaitersTest {
    private static final OrgId ORG = new OrgId("demo");
    private static final Duration LONG = Duration.ofMinutes(10);

    private final OrderWaiters waiters = new OrderWaiters();
    private final List<String> orders = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        waiters.stop();
    }

    private CompletableFuture<List<String>> poll(String device, Duration patience) {
        return waiters.await(ORG, new DeviceId(device), patience, () -> List.copyOf(orders))
                .toCompletableFuture();
    }

    private void issued(String device) {
        Instant now = Instant.EPOCH;
        waiters.accept(
                ORG,
                List.of(new Entry(
                        7,
                        ORG,
                        "devices.order-issued",
                        Subject.device(device),
                        now,
                        now,
                        "muster",
                        new byte[32],
                        Optional.empty())));
    }

    @Test
    void whatIsThereIsAnsweredAtOnce() {
        orders.add("o-1");
        assertThat(poll("cam-1", LONG)).isCompletedWithValue(List.of("o-1"));
        assertThat(waiters.waiting()).isZero();
    }

    @Test
    void anOrderWakesTheDeviceItIsForAndNobodyElse() throws Exception {
        var one = poll("cam-1", LONG);
        var again = poll("cam-1", LONG);
        var other = poll("cam-2", LONG);
        assertThat(waiters.waiting()).isEqualTo(3);
        orders.add("o-1");
        issued("cam-1");
        assertThat(one.get(20, TimeUnit.SECONDS)).containsExactly("o-1");
        assertThat(again.get(20, TimeUnit.SECONDS)).containsExactly("o-1");
        assertThat(other).isNotDone();
        assertThat(waiters.waiting()).isEqualTo(1);
    }

    @Test
    void anEntryWithoutAnOrderForThisPollLetsItWaitOn() throws Exception {
        var one = poll("cam-1", LONG);
        issued("cam-1");
        orders.add("o-2");
        issued("cam-1");
        assertThat(one.get(20, TimeUnit.SECONDS)).containsExactly("o-2");
    }

    @Test
    void timeEndsTheWaitWithNothing() throws Exception {
        assertThat(poll("cam-1", Duration.ofMillis(20)).get(20, TimeUnit.SECONDS))
                .isEmpty();
        assertThat(poll("cam-1", Duration.ZERO)).isCompletedWithValue(List.of());
        assertThat(waiters.waiting()).isZero();
    }

    @Test
    void stoppingAnswersEveryoneAndNobodyWaitsAfterwards() throws Exception {
        var one = poll("cam-1", LONG);
        waiters.stop();
        assertThat(one.get(20, TimeUnit.SECONDS)).isEmpty();
        assertThat(poll("cam-1", LONG)).isCompletedWithValue(List.of());
    }

    @Test
    void aLookThatFailsFailsTheWait() {
        var failed = waiters.await(ORG, new DeviceId("cam-1"), LONG, () -> {
            throw new IllegalStateException("database away");
        });
        assertThatThrownBy(() -> failed.toCompletableFuture().get()).hasRootCauseMessage("database away");
        assertThat(waiters.waiting()).isZero();
    }
}
