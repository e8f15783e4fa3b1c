package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.update.Artifact;
import dev.muster.core.update.Coverage;
import dev.muster.core.update.Rollout;
import dev.muster.core.update.RolloutPlan;
import dev.muster.core.update.RolloutState;
import dev.muster.core.update.Rollouts;
import dev.muster.core.update.Target;
import dev.muster.core.update.TargetState;
import dev.muster.core.update.WaveCount;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** That a rollout folds in everything the ledger knows about its devices, on both databases. */
class RolloutTruthContractTest {
    private static final RolloutPlan PLAN = RolloutPlan.STANDARD.with(2, List.of(50, 100), Duration.ofMinutes(10));

    private static RolloutState state(Shop shop, String rollout) {
        return rollout(shop, rollout).state();
    }

    private static Rollout rollout(Shop shop, String rollout) {
        return shop.read(known -> known.rollout(rollout).orElseThrow());
    }

    private static List<DeviceId> offered(Shop shop, String rollout) {
        return shop.read(known -> known.targets(rollout, 100).stream()
                .filter(target -> target.state() == TargetState.OFFERED || target.state() == TargetState.REPORTED)
                .map(Target::device)
                .toList());
    }

    private static void allOfferedShow(Shop shop, String rollout, String version) {
        offered(shop, rollout).forEach(device -> shop.shows(device, version));
        shop.advance(rollout);
    }

    private static WaveCount count(Shop shop, String rollout) {
        return shop.read(known -> known.count(rollout));
    }

    @BothDatabases
    void aFinishedRolloutTakesOnlyThoseItWasMeantFor(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(2);
            shop.device("silent", "");
            String rollout = shop.start(shop.release(2), PLAN);
            shop.advance(rollout);
            allOfferedShow(shop, rollout, "2.0");
            assertThat(state(shop, rollout)).isEqualTo(RolloutState.FINISHED);
            shop.later(Duration.ofSeconds(1));
            shop.device("late", "1.0");
            shop.advance(rollout);
            assertThat(offered(shop, rollout)).isEmpty();
            shop.shows(new DeviceId("silent"), "1.0");
            shop.advance(rollout);
            assertThat(offered(shop, rollout)).containsExactly(new DeviceId("silent"));
            assertThat(rollout(shop, rollout).wave()).isEqualTo(3);
        }
    }

    @BothDatabases
    void anOngoingRolloutTakesNewDevicesToo(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(2);
            RolloutPlan ongoing =
                    new RolloutPlan(2, List.of(50, 100), PLAN.limits(), PLAN.deadline(), PLAN.proof(), true, false);
            String rollout = shop.start(shop.release(2), ongoing);
            shop.advance(rollout);
            allOfferedShow(shop, rollout, "2.0");
            shop.later(Duration.ofSeconds(1));
            shop.device("late", "1.0");
            shop.device("new", "2.0");
            shop.device("silent", "");
            shop.advance(rollout);
            assertThat(offered(shop, rollout)).containsExactly(new DeviceId("late"));
            Rollout seen = rollout(shop, rollout);
            assertThat(shop.<Coverage>read(known -> known.coverage(seen))).isEqualTo(new Coverage(5, 1, 1));
        }
    }

    @BothDatabases
    void whatSettlesADeviceIsFoundOnBothDatabases(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(6);
            RolloutPlan wide = PLAN.with(6, List.of(100), PLAN.deadline());
            String release = shop.release(2);
            String rollout = shop.start(release, wide);
            shop.advance(rollout);
            shop.later(Duration.ofSeconds(1));
            shop.becomes(new DeviceId("cam-000"), DeviceState.OPERATIONAL, DeviceState.RETIRED);
            shop.shows(new DeviceId("cam-001"), Shop.CONTRADICTS);
            shop.closes(new DeviceId("cam-002"), rollout, OrderOutcome.REFUSED, "unauthorised");
            shop.closes(new DeviceId("cam-003"), rollout, OrderOutcome.EXPIRED, "expired");
            shop.closes(new DeviceId("cam-004"), rollout, OrderOutcome.DONE, "");
            shop.shows(new DeviceId("cam-005"), "2.0");
            shop.advance(rollout);
            assertThat(shop.<List<String>>read(known -> known.targets(rollout, 10).stream()
                            .map(target ->
                                    target.device() + " " + target.state().word() + " " + target.reason())
                            .toList()))
                    .containsExactly(
                            "cam-000 left device-retired",
                            "cam-001 failed contradicted",
                            "cam-002 failed unauthorised",
                            "cam-003 overdue order-expired",
                            "cam-004 reported ",
                            "cam-005 updated ");
            assertThat(shop.orders()).containsExactly("cam-001", "cam-005");
            assertThat(rollout(shop, rollout).reason()).isEqualTo("too-many-failed");
            assertThat(rollout(shop, rollout).detail()).isEqualTo("2 of 3 devices that answered failed, in wave 0");
        }
    }

    @BothDatabases
    void aDeviceThatIsBackAfterItsOrderHasOneAgain(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(4);
            String rollout = shop.start(shop.release(2), PLAN);
            shop.advance(rollout);
            shop.shows(new DeviceId("cam-000"), "2.0");
            shop.later(PLAN.deadline().plusSeconds(1));
            shop.closes(new DeviceId("cam-001"), rollout, OrderOutcome.EXPIRED, "expired");
            shop.advance(rollout);
            allOfferedShow(shop, rollout, "2.0");
            assertThat(state(shop, rollout)).isEqualTo(RolloutState.FINISHED);
            assertThat(count(shop, rollout).overdue()).isEqualTo(1);
            shop.later(Duration.ofDays(100));
            shop.shows(new DeviceId("cam-001"), "1.0");
            shop.advance(rollout);
            assertThat(shop.<Target>read(known ->
                            known.target(rollout, new DeviceId("cam-001")).orElseThrow()))
                    .satisfies(target -> {
                        assertThat(target.attempt()).isEqualTo(2);
                        assertThat(target.order()).endsWith(".2");
                        assertThat(target.state()).isEqualTo(TargetState.OFFERED);
                    });
            allOfferedShow(shop, rollout, "2.0");
            assertThat(count(shop, rollout)).isEqualTo(new WaveCount(0, 0, 4, 0, 0, 0, 0, 0));
        }
    }

    @BothDatabases
    void aDeviceThatFellBackIsOfferedItAgainWhenSomebodyAsks(Database database) {
        try (Shop shop = new Shop(database)) {
            DeviceId device = shop.device("cam-1", "1.0");
            String rollout = shop.start(shop.release(2), PLAN);
            shop.advance(rollout);
            allOfferedShow(shop, rollout, "2.0");
            shop.later(Duration.ofSeconds(1));
            shop.shows(device, "1.0");
            shop.advance(rollout);
            Rollouts.Answer answer = shop.run(known ->
                    Rollouts.again(rollout, Optional.empty(), Artifact::sha256, Shop.OPERATOR, known, shop.now));
            assertThat(answer).isEqualTo(new Rollouts.Answer.Offered(rollout, List.of(device)));
            assertThat(offered(shop, rollout)).containsExactly(device);
            assertThat(shop.orders()).hasSize(1);
            allOfferedShow(shop, rollout, "2.0");
            assertThat(count(shop, rollout)).isEqualTo(new WaveCount(0, 0, 1, 0, 0, 0, 0, 0));
        }
    }

    @BothDatabases
    void aRolloutOfNobodyWaitsAndStartsWithACanary(Database database) {
        try (Shop shop = new Shop(database)) {
            String rollout = shop.start(shop.release(2), PLAN);
            shop.advance(rollout);
            assertThat(state(shop, rollout)).isEqualTo(RolloutState.RUNNING);
            assertThat(rollout(shop, rollout).wave()).isEqualTo(-1);
            shop.devices(6);
            shop.advance(rollout);
            assertThat(offered(shop, rollout)).hasSize(2);
        }
    }

    @BothDatabases
    void aCanaryThatNobodyAnsweredPauses(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(4);
            String rollout = shop.start(shop.release(2), PLAN);
            shop.advance(rollout);
            shop.later(PLAN.deadline().plusSeconds(1));
            shop.advance(rollout);
            assertThat(rollout(shop, rollout).reason()).isEqualTo("nobody-answered");
        }
    }

    @BothDatabases
    void aFailedDeviceThatShowsTheReleaseAfterAllCounts(Database database) {
        try (Shop shop = new Shop(database)) {
            DeviceId device = shop.device("cam-1", "1.0");
            String release = shop.release(2);
            String rollout = shop.start(release, PLAN);
            shop.advance(rollout);
            shop.reports(device, release, false);
            shop.advance(rollout);
            assertThat(count(shop, rollout)).isEqualTo(new WaveCount(0, 0, 0, 0, 1, 0, 0, 0));
            shop.shows(device, "2.0");
            shop.advance(rollout);
            assertThat(count(shop, rollout)).isEqualTo(new WaveCount(0, 0, 1, 0, 0, 0, 0, 0));
        }
    }
}
