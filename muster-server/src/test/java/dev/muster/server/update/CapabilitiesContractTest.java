package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.core.update.DeviceClasses;
import dev.muster.core.update.ReleasePublished;
import dev.muster.core.update.Releases;
import dev.muster.format.update.suit.Capabilities;
import dev.muster.format.update.suit.CodePoints;
import dev.muster.format.update.suit.Command;
import dev.muster.format.update.suit.ComponentId;
import dev.muster.format.update.suit.FirmwareTemplate;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/** A release that devices of its product cannot run is not published unless somebody waives it. */
class CapabilitiesContractTest {
    private static Capabilities can(ComponentId component, EnumSet<Command.Action> actions) {
        return Capabilities.of(
                Command.Condition.BASE,
                actions,
                false,
                Set.of(new Capabilities.Component(component, false)),
                OptionalLong.of(1_000_000));
    }

    private static final Capabilities ALL =
            can(FirmwareTemplate.FIRMWARE, EnumSet.of(Command.Action.FETCH, Command.Action.INVOKE));

    private static final Capabilities NO_FETCH =
            can(FirmwareTemplate.FIRMWARE, EnumSet.of(Command.Action.WRITE, Command.Action.INVOKE));

    private static void tells(Shop shop, DeviceId device, byte[] report) {
        shop.event(device, new Shop.Told(report, 0));
    }

    private static byte[] release(long sequence) {
        return Shop.envelope(sequence, sequence + ".0").sign(Shop.key(Shop.MAKER));
    }

    private static List<String> refused(Releases.Answer answer) {
        assertThat(answer).isInstanceOf(Releases.Answer.Refused.class);
        var refusal = ((Releases.Answer.Refused) answer).refusal();
        assertThat(refusal.reason()).isEqualTo("manifest-findings");
        return List.of(refusal.detail().split("; ", -1));
    }

    private static ReleasePublished.Analysed published(Releases.Answer answer) {
        assertThat(answer).isInstanceOf(Releases.Answer.Published.class);
        return ((Releases.Answer.Published) answer).event().analysis().orElseThrow();
    }

    private static DeviceClasses.Answer declare(Shop shop, ProductId product, Capabilities can) {
        return shop.run(known -> DeviceClasses.declare(product, can, Shop.OPERATOR, known, shop.now));
    }

    @BothDatabases
    void whatTheDevicesReportBoundsWhatIsPublished(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.accept(Shop.MAKER);
            assertThat(published(shop.publish(release(1))).classes()).hasValue(0);
            tells(shop, shop.device("cam-1", "1.0"), ALL.encode());
            tells(shop, shop.device("cam-2", "1.0"), ALL.encode());
            assertThat(published(shop.publish(release(2))).classes()).hasValue(1);

            DeviceId third = shop.device("cam-3", "1.0");
            tells(shop, third, NO_FETCH.encode());
            String fetch = "command " + CodePoints.DIRECTIVE_FETCH + " (as 1 device reports)";
            assertThat(refused(shop.publish(release(3))))
                    .singleElement()
                    .asString()
                    .startsWith("on some way through the manifest: command-unsupported at ")
                    .endsWith(fetch);
            ReleasePublished.Analysed waived = published(shop.publish(release(3), "cam-3 goes back to the maker"));
            assertThat(waived.waiver()).isEqualTo("cam-3 goes back to the maker");
            assertThat(waived.findings()).singleElement().asString().endsWith(fetch);
            assertThat(shop.<ReleasePublished.Analysed>read(known ->
                            known.release("cam-3.0").orElseThrow().analysis().orElseThrow()))
                    .isEqualTo(waived);

            shop.becomes(third, DeviceState.OPERATIONAL, DeviceState.RETIRED);
            assertThat(published(shop.publish(release(4))).findings()).isEmpty();
        }
    }

    @BothDatabases
    void whatWasDeclaredCountsBesideThatUntilItIsDeclaredAnew(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.accept(Shop.MAKER);
            tells(shop, shop.device("cam-1", "1.0"), ALL.encode());
            Capabilities other = can(ComponentId.of("radio"), EnumSet.of(Command.Action.FETCH, Command.Action.INVOKE));
            assertThat(declare(shop, Shop.PRODUCT, other)).isInstanceOf(DeviceClasses.Answer.Declared.class);
            assertThat(declare(shop, Shop.PRODUCT, other)).isInstanceOf(DeviceClasses.Answer.Known.class);
            assertThat(refused(shop.publish(release(1))))
                    .singleElement()
                    .asString()
                    .contains("component-unsupported at 3+0: no component ['firmware'] is on the device (as declared)");
            assertThat(declare(shop, Shop.PRODUCT, ALL)).isInstanceOf(DeviceClasses.Answer.Declared.class);
            assertThat(published(shop.publish(release(1))).classes()).hasValue(2);
            assertThat(declare(shop, new ProductId("none"), ALL))
                    .isInstanceOfSatisfying(
                            DeviceClasses.Answer.Refused.class,
                            no -> assertThat(no.refusal().kind()).isEqualTo(Kind.ABSENT));
        }
    }

    @BothDatabases
    void aReportIsKeptOnceAndNoLongerThanItIsReported(Database database) {
        try (Shop shop = new Shop(database)) {
            DeviceId one = shop.device("cam-1", "1.0");
            DeviceId two = shop.device("cam-2", "1.0");
            tells(shop, one, ALL.encode());
            tells(shop, two, ALL.encode());
            assertThat(kept(database)).isEqualTo(1);
            tells(shop, one, NO_FETCH.encode());
            assertThat(kept(database)).isEqualTo(2);
            assertThat(shop.<List<Integer>>read(known -> known.deviceClasses(Shop.PRODUCT).stream()
                            .map(DeviceClasses.Reported::devices)
                            .toList()))
                    .containsExactly(1, 1);
            tells(shop, two, NO_FETCH.encode());
            assertThat(kept(database)).isEqualTo(1);
            tells(shop, two, new byte[] {(byte) 0xa0});
            tells(shop, one, "nonsense".getBytes(StandardCharsets.US_ASCII));
            assertThat(kept(database)).isZero();
            assertThat(shop.<List<DeviceClasses.Reported>>read(known -> known.deviceClasses(Shop.PRODUCT)))
                    .isEmpty();
        }
    }

    /** Devices may send whatever they like; what is kept of it has an end. */
    @BothDatabases
    void noMoreThanSoManyReportsAreKept(Database database) {
        try (Shop shop = new Shop(database)) {
            IntStream.range(0, DeviceClasses.MOST_KEPT + 3).forEach(i -> {
                DeviceId device = shop.device("cam-" + i, "1.0");
                tells(
                        shop,
                        device,
                        can(ComponentId.of("c" + i), EnumSet.of(Command.Action.FETCH))
                                .encode());
            });
            assertThat(kept(database)).isEqualTo(DeviceClasses.MOST_KEPT);
            assertThat(shop.<List<DeviceClasses.Reported>>read(known -> known.deviceClasses(Shop.PRODUCT)))
                    .hasSize(DeviceClasses.MOST_HELD_AGAINST);
        }
    }

    private static long kept(Database database) {
        return database.read(tx -> tx.count("select count(*) as n from update_capabilities"));
    }
}
