package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.Rollout;
import dev.muster.core.update.RolloutPlan;
import dev.muster.core.update.RolloutState;
import dev.muster.core.update.Rollouts;
import dev.muster.core.update.Target;
import dev.muster.core.update.TargetState;
import dev.muster.core.update.WaveCount;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import java.time.Duration;
import java.util.List;

/** How rollouts proceed, each rule and its breach, on both databases. */
class RolloutContractTest {
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
    void wavesGoFromTheCanaryToAll(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(8);
            String rollout = shop.start(shop.release(2), PLAN);
            shop.advance(rollout);
            assertThat(offered(shop, rollout)).hasSize(2);
            assertThat(shop.orders()).containsExactly("cam-000", "cam-001");
            allOfferedShow(shop, rollout, "2.0");
            assertThat(rollout(shop, rollout).wave()).isEqualTo(1);
            assertThat(offered(shop, rollout)).hasSize(2);
            allOfferedShow(shop, rollout, "2.0");
            assertThat(offered(shop, rollout)).hasSize(4);
            assertThat(state(shop, rollout)).isEqualTo(RolloutState.RUNNING);
            allOfferedShow(shop, rollout, "2.0");
            assertThat(state(shop, rollout)).isEqualTo(RolloutState.FINISHED);
            assertThat(count(shop, rollout)).isEqualTo(new WaveCount(0, 0, 8, 0, 0, 0, 0, 0));
        }
    }

    @BothDatabases
    void aDevicesOwnWordCountsForNothing(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(4);
            String release = shop.release(2);
            String rollout = shop.start(release, PLAN);
            shop.advance(rollout);
            offered(shop, rollout).forEach(device -> shop.reports(device, release, true));
            shop.advance(rollout);
            assertThat(count(shop, rollout)).isEqualTo(new WaveCount(0, 2, 0, 0, 0, 0, 0, 0));
            assertThat(rollout(shop, rollout).wave()).isZero();
            shop.later(PLAN.proof().plusSeconds(1));
            shop.advance(rollout);
            assertThat(count(shop, rollout).failed()).isEqualTo(2);
            assertThat(state(shop, rollout)).isEqualTo(RolloutState.PAUSED);
            assertThat(rollout(shop, rollout).reason()).isEqualTo("too-many-failed");
        }
    }

    @BothDatabases
    void aWaveWithTooManyFailuresPausesAndNobodyElseIsOffered(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(8);
            String release = shop.release(2);
            String rollout = shop.start(release, PLAN);
            shop.advance(rollout);
            shop.reports(new DeviceId("cam-000"), release, false);
            shop.advance(rollout);
            assertThat(state(shop, rollout)).isEqualTo(RolloutState.PAUSED);
            allOfferedShow(shop, rollout, "2.0");
            assertThat(count(shop, rollout)).isEqualTo(new WaveCount(0, 0, 1, 0, 1, 0, 0, 0));
            assertThat(count(shop, rollout).all()).isEqualTo(2);
        }
    }

    @BothDatabases
    void whoeverResumesAcceptsTheWave(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(8);
            String release = shop.release(2);
            String rollout = shop.start(release, PLAN);
            shop.advance(rollout);
            shop.reports(new DeviceId("cam-000"), release, false);
            shop.shows(new DeviceId("cam-001"), "2.0");
            shop.advance(rollout);
            shop.run(known -> Rollouts.resume(rollout, "", Shop.OPERATOR, known, shop.now));
            shop.advance(rollout);
            assertThat(state(shop, rollout)).isEqualTo(RolloutState.RUNNING);
            assertThat(rollout(shop, rollout).wave()).isEqualTo(1);
        }
    }

    @BothDatabases
    void aDeviceThatIsOfflineIsLeftBehindAndCountedWhenItComesBack(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(4);
            String rollout = shop.start(shop.release(2), PLAN);
            shop.advance(rollout);
            shop.shows(new DeviceId("cam-000"), "2.0");
            shop.later(PLAN.deadline().plusSeconds(1));
            shop.advance(rollout);
            assertThat(count(shop, rollout).overdue()).isEqualTo(1);
            assertThat(rollout(shop, rollout).wave()).isEqualTo(2);
            allOfferedShow(shop, rollout, "2.0");
            assertThat(state(shop, rollout)).isEqualTo(RolloutState.FINISHED);
            shop.shows(new DeviceId("cam-001"), "2.0");
            shop.advance(rollout);
            assertThat(count(shop, rollout)).isEqualTo(new WaveCount(0, 0, 4, 0, 0, 0, 0, 0));
        }
    }

    @BothDatabases
    void aDeviceOutOfServiceIsNotOffered(Database database) {
        try (Shop shop = new Shop(database)) {
            DeviceId bad = shop.device("bad", "1.0");
            shop.device("good", "1.0");
            shop.becomes(bad, DeviceState.OPERATIONAL, DeviceState.QUARANTINED);
            String rollout = shop.start(shop.release(2), PLAN);
            shop.advance(rollout);
            assertThat(offered(shop, rollout)).containsExactly(new DeviceId("good"));
            shop.becomes(bad, DeviceState.QUARANTINED, DeviceState.OPERATIONAL);
            allOfferedShow(shop, rollout, "2.0");
            assertThat(offered(shop, rollout)).containsExactly(bad);
        }
    }

    @BothDatabases
    void aStopTakesOpenOrdersBackForGood(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(4);
            String rollout = shop.start(shop.release(2), PLAN);
            shop.advance(rollout);
            assertThat(shop.orders()).hasSize(2);
            shop.run(known -> Rollouts.stop(rollout, "", Shop.OPERATOR, known, shop.now));
            assertThat(shop.orders()).isEmpty();
            shop.advance(rollout);
            assertThat(count(shop, rollout).all()).isEqualTo(2);
            assertThat(shop.<Rollouts.Answer>run(known -> Rollouts.resume(rollout, "", Shop.OPERATOR, known, shop.now)))
                    .isInstanceOfSatisfying(
                            Rollouts.Answer.Refused.class,
                            refused -> assertThat(refused.refusal().reason()).isEqualTo("rollout-over"));
        }
    }

    @BothDatabases
    void aPausedRolloutCountsButMakesNoOffers(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(4);
            String rollout = shop.start(shop.release(2), PLAN);
            shop.advance(rollout);
            shop.run(known -> Rollouts.pause(rollout, "", Shop.OPERATOR, known, shop.now));
            allOfferedShow(shop, rollout, "2.0");
            assertThat(count(shop, rollout)).isEqualTo(new WaveCount(0, 0, 2, 0, 0, 0, 0, 0));
            shop.run(known -> Rollouts.resume(rollout, "", Shop.OPERATOR, known, shop.now));
            shop.advance(rollout);
            assertThat(offered(shop, rollout)).hasSize(2);
        }
    }

    @BothDatabases
    void aNewerRolloutSupersedesAndAnOlderOneIsRefused(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(4);
            String release2 = shop.release(2);
            String release3 = shop.release(3);
            String first = shop.start(release2, PLAN);
            shop.advance(first);
            String second = shop.start(release3, PLAN);
            assertThat(state(shop, first)).isEqualTo(RolloutState.STOPPED);
            assertThat(rollout(shop, first).reason()).isEqualTo("superseded");
            assertThat(shop.<Rollouts.Answer>run(
                            known -> Rollouts.start(release2, PLAN, Shop.OPERATOR, known, shop.now)))
                    .isInstanceOf(Rollouts.Answer.Refused.class);
            assertThat(shop.<Rollouts.Answer>run(
                            known -> Rollouts.start(release3, PLAN, Shop.OPERATOR, known, shop.now)))
                    .isInstanceOf(Rollouts.Answer.Refused.class);
            shop.advance(second);
            assertThat(offered(shop, second)).hasSize(2);
        }
    }

    @BothDatabases
    void aStepThatIsRepeatedChangesNothing(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(4);
            String rollout = shop.start(shop.release(2), PLAN);
            shop.advance(rollout);
            long size = shop.database.read(tx -> tx.count("select count(*) as n from update_order"));
            for (int i = 0; i < 5; i++) {
                shop.advance(rollout);
            }
            long after = shop.database.read(tx -> tx.count("select count(*) as n from update_order"));
            assertThat(after).isEqualTo(size);
            assertThat(count(shop, rollout).all()).isEqualTo(2);
        }
    }

    @BothDatabases
    void aDeviceThatFallsBackIsNoLongerCountedAndComesBackByEvidenceOnly(Database database) {
        try (Shop shop = new Shop(database)) {
            DeviceId device = shop.device("cam-1", "1.0");
            String rollout = shop.start(shop.release(2), PLAN);
            shop.advance(rollout);
            allOfferedShow(shop, rollout, "2.0");
            assertThat(state(shop, rollout)).isEqualTo(RolloutState.FINISHED);
            shop.shows(device, "");
            shop.advance(rollout);
            assertThat(count(shop, rollout).updated()).isEqualTo(1);
            shop.shows(device, "1.0");
            shop.advance(rollout);
            assertThat(count(shop, rollout)).isEqualTo(new WaveCount(0, 0, 0, 0, 0, 0, 1, 0));
            shop.later(PLAN.deadline().plusSeconds(1));
            shop.advance(rollout);
            assertThat(count(shop, rollout)).isEqualTo(new WaveCount(0, 0, 0, 0, 0, 0, 1, 0));
            shop.shows(device, "2.0");
            shop.advance(rollout);
            assertThat(count(shop, rollout)).isEqualTo(new WaveCount(0, 0, 1, 0, 0, 0, 0, 0));
        }
    }

    @BothDatabases
    void aCanaryThatFallsBackPauses(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(8);
            String rollout = shop.start(shop.release(2), PLAN);
            shop.advance(rollout);
            shop.shows(new DeviceId("cam-000"), "2.0");
            shop.advance(rollout);
            shop.shows(new DeviceId("cam-000"), "1.0");
            shop.advance(rollout);
            assertThat(rollout(shop, rollout).reason()).isEqualTo("too-many-failed");
        }
    }

    @BothDatabases
    void anotherOrganisationSeesNothing(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(2);
            String release = shop.release(2);
            String id = shop.start(release, PLAN);
            Rollout rollout = shop.read(known -> known.rollout(id).orElseThrow());
            shop.database.change(tx -> {
                SqlUpdateStore other = new SqlUpdateStore(tx, new OrgId("other"));
                assertThat(other.release(release)).isEmpty();
                assertThat(other.rollouts()).isZero();
                assertThat(other.signers(Shop.PRODUCT)).isEmpty();
                assertThat(other.devices(rollout)).isZero();
            });
        }
    }
}
