package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.Firmness;
import dev.muster.core.update.Pace;
import dev.muster.core.update.RolloutPlan;
import dev.muster.core.update.Rollouts;
import dev.muster.core.update.Terms;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** To whom a rollout goes and at what pace, on both databases. */
class RolloutGroupContractTest {
    private static RolloutPlan plan(String group, long bytes) {
        RolloutPlan standard = RolloutPlan.STANDARD;
        return new RolloutPlan(
                1,
                List.of(100),
                standard.limits(),
                standard.deadline(),
                standard.proof(),
                true,
                false,
                new Terms(Firmness.FORCED, Optional.empty(), 0, "", bytes, group));
    }

    private static List<String> offered(Shop shop, String rollout) {
        return shop.read(known -> known.targets(rollout, 100)).stream()
                .map(target -> target.device().value())
                .sorted()
                .toList();
    }

    @BothDatabases
    void onlyItsDevicesAreOfferedIt(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.device("hall-1", "1.0");
            shop.device("hall-2", "1.0");
            shop.device("yard-1", "1.0");
            String rollout = shop.start(shop.release(2), plan("id==hall-*;version==1.*", 0));
            assertThat(shop.<Integer>read(
                            known -> known.devices(known.rollout(rollout).orElseThrow())))
                    .isEqualTo(2);
            shop.advance(rollout);
            shop.shows(new DeviceId("hall-1"), "2.0");
            shop.advance(rollout);
            assertThat(offered(shop, rollout)).containsExactly("hall-1", "hall-2");
            shop.shows(new DeviceId("hall-2"), "2.0");
            shop.advance(rollout);
            // Who comes to be one of them is offered it, too.
            shop.device("hall-3", "1.1");
            shop.device("yard-2", "1.1");
            shop.advance(rollout);
            assertThat(offered(shop, rollout)).containsExactly("hall-1", "hall-2", "hall-3");
        }
    }

    @BothDatabases
    void noMoreIsOfferedInAnHourThanItsBytesCarry(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(6);
            String release = shop.release(2);
            long bytes = shop.read(known -> known.release(release).orElseThrow().bytes());
            assertThat(shop.<Rollouts.Answer>run(
                            known -> Rollouts.start(release, plan("", bytes - 1), Shop.OPERATOR, known, shop.now)))
                    .isInstanceOfSatisfying(
                            Rollouts.Answer.Refused.class,
                            refused -> assertThat(refused.refusal().reason()).isEqualTo("pace-below-release"));
            String rollout = shop.start(release, plan("", 3 * bytes));
            shop.advance(rollout);
            shop.shows(new DeviceId("cam-000"), "2.0");
            shop.advance(rollout);
            assertThat(offered(shop, rollout)).hasSize(3);
            shop.later(Duration.ofMinutes(61));
            shop.advance(rollout);
            assertThat(offered(shop, rollout)).hasSize(6);
        }
    }

    /** All rollouts together, with all bytes of what each offers; what was offered more than an hour ago is behind. */
    @BothDatabases
    void theOrganisationsCapCountsWhatAllRolloutsOffer(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(6);
            String release = shop.release(2);
            long bytes = shop.read(known -> known.release(release).orElseThrow().bytes());
            assertThat(bytes).isGreaterThan(Shop.image(2).length);
            shop.<Pace.Answer>run(known -> Pace.cap(Shop.ORG, 2 * bytes + 1, Shop.OPERATOR, known, shop.now));
            String rollout = shop.start(release, plan("", 0));
            shop.advance(rollout);
            shop.shows(new DeviceId("cam-000"), "2.0");
            shop.advance(rollout);
            assertThat(offered(shop, rollout)).hasSize(2);
            assertThat(shop.<Long>read(known -> known.bytesOfferedSince(shop.now.minusSeconds(1))))
                    .isEqualTo(2 * bytes);
            assertThat(database.<Long>read(tx ->
                            new SqlUpdateStore(tx, new OrgId("city")).bytesOfferedSince(shop.now.minusSeconds(1))))
                    .isZero();
            // The next release of the same hour finds no room.
            shop.run(known -> Rollouts.stop(rollout, "", Shop.OPERATOR, known, shop.now));
            String next = shop.start(shop.release(3), plan("", 0));
            shop.advance(next);
            assertThat(offered(shop, next)).isEmpty();
            shop.later(Duration.ofMinutes(61));
            shop.advance(next);
            assertThat(offered(shop, next)).hasSize(1);
            shop.<Pace.Answer>run(known -> Pace.cap(Shop.ORG, 0, Shop.OPERATOR, known, shop.now));
            assertThat(shop.<Long>read(SqlUpdateStore::bytesPerHour)).isZero();
        }
    }

    @Test
    void aGroupIsAFilterOverKnownFields() {
        assertThat(RolloutGroup.of("").sql()).isEqualTo("1 = 1");
        assertThatThrownBy(() -> RolloutGroup.of("owner==me")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RolloutGroup.of("id=cam")).isInstanceOf(IllegalArgumentException.class);
    }
}
