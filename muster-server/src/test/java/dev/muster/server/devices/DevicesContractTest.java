package dev.muster.server.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.devices.Device;
import dev.muster.core.devices.DeviceDesk;
import dev.muster.core.devices.DeviceDesk.Cause;
import dev.muster.core.devices.DeviceEvent;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.IssuedOrder;
import dev.muster.core.devices.OrderDesk;
import dev.muster.core.devices.Product;
import dev.muster.core.devices.ProductDesk;
import dev.muster.core.devices.ProductId;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What every database must give the register. */
class DevicesContractTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final OrgId OTHER = new OrgId("other");
    private static final DeviceId CAM = new DeviceId("cam-07");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.123456Z");
    private static final Cause OPERATOR = new Cause("ada", "operator", "");
    private static final Product PRODUCT =
            new Product(new ProductId("acme-cam"), "Acme Cam", "Acme", "cam-3", NOW, NOW.plus(Duration.ofDays(1825)));

    private static Ledger open(TestLedger fixture) {
        Migrations.create().topic("devices", "001-devices", "002-endpoints").apply(fixture.database());
        return fixture.events(DeviceEvent.class)
                .projection(new DevicesProjection())
                .open();
    }

    private static <A> A run(Ledger ledger, OrgId org, Function<DeviceRegister, Decision<A>> desk) {
        return ledger.shell().<DeviceRegister, A>run(org, tx -> new SqlDeviceRegister(tx, org), desk);
    }

    private static <T> T read(Database database, OrgId org, Function<SqlDeviceRegister, T> question) {
        return database.read(tx -> question.apply(new SqlDeviceRegister(tx, org)));
    }

    private static List<Product> products(Database database, OrgId org) {
        return read(database, org, SqlDeviceRegister::products);
    }

    private static List<Device> devices(Database database, String after) {
        return read(database, ACME, register -> register.devices(PRODUCT.id(), after));
    }

    private static Optional<Device> cam(Database database, OrgId org) {
        return read(database, org, register -> register.device(CAM));
    }

    private static IssuedOrder order(Database database, String id) {
        return read(database, ACME, register -> register.order(id).orElseThrow());
    }

    private static List<String> open(Database database, long after) {
        return read(database, ACME, register -> register.openOrders(CAM, after, 10)).stream()
                .map(issued -> issued.order().id())
                .toList();
    }

    private static void populate(Ledger ledger) {
        run(ledger, ACME, register -> ProductDesk.add(PRODUCT, register, "ada", NOW));
        run(ledger, ACME, register -> DeviceDesk.register(CAM, PRODUCT.id(), register, OPERATOR, NOW));
    }

    private static void issue(Ledger ledger, String id, Instant expiresAt) {
        run(
                ledger,
                ACME,
                _ -> Decision.of(
                        true,
                        new Draft(
                                CAM.subject(),
                                NOW,
                                "muster",
                                OrderDesk.issue(id, new OrderAction.Attest(), expiresAt, "test"))));
    }

    @BothDatabases
    void productsAndDevicesAreFoundInTheirOrganisationOnly(Database database) {
        try (TestLedger fixture = TestLedger.over(database);
                Ledger ledger = open(fixture)) {
            populate(ledger);
            Optional<Product> found = read(database, ACME, register -> register.product("Acme", "cam-3"));
            assertThat(found).contains(PRODUCT);
            assertThat(products(database, ACME)).containsExactly(PRODUCT);
            assertThat(devices(database, ""))
                    .singleElement()
                    .satisfies(device -> assertThat(device.state()).isEqualTo(DeviceState.MANUFACTURED));
            assertThat(devices(database, "cam-07")).isEmpty();
            assertThat(cam(database, OTHER)).isEmpty();
            assertThat(products(database, OTHER)).isEmpty();
        }
    }

    @BothDatabases
    void aSecondDescriptionReplacesTheFirst(Database database) {
        try (TestLedger fixture = TestLedger.over(database);
                Ledger ledger = open(fixture)) {
            populate(ledger);
            Product longer =
                    new Product(PRODUCT.id(), "Acme Cam 3", "Acme", "cam-3", NOW, NOW.plus(Duration.ofDays(3650)));
            run(ledger, ACME, register -> ProductDesk.add(longer, register, "ada", NOW));
            assertThat(products(database, ACME)).containsExactly(longer);
        }
    }

    @BothDatabases
    void aStepFromAStateThatIsNotThePresentOneIsUndone(Database database) {
        try (TestLedger fixture = TestLedger.over(database);
                Ledger ledger = open(fixture)) {
            populate(ledger);
            StateChanged stale = new StateChanged(DeviceState.OPERATIONAL, DeviceState.RETIRED, "test", "");
            assertThatThrownBy(() ->
                            run(ledger, ACME, _ -> Decision.of(true, new Draft(CAM.subject(), NOW, "muster", stale))))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(cam(database, ACME).orElseThrow().state()).isEqualTo(DeviceState.MANUFACTURED);
        }
    }

    @BothDatabases
    void anOrderIsOneByItsIdAndKeepsItsPlace(Database database) {
        try (TestLedger fixture = TestLedger.over(database);
                Ledger ledger = open(fixture)) {
            populate(ledger);
            issue(ledger, "a", NOW.plusSeconds(60));
            issue(ledger, "b", NOW.plusSeconds(60));
            issue(ledger, "a", NOW.plusSeconds(9999));
            assertThat(open(database, -1)).containsExactly("a", "b");
            long first = order(database, "a").order().sequence();
            assertThat(open(database, first)).containsExactly("b");
            assertThat(order(database, "a").order().expiresAt()).isEqualTo(NOW.plusSeconds(60));
        }
    }

    @BothDatabases
    void theSweepClosesWhatIsOverAndNothingElse(Database database) {
        try (TestLedger fixture = TestLedger.over(database);
                Ledger ledger = open(fixture)) {
            populate(ledger);
            issue(ledger, "over", NOW.minusSeconds(1));
            issue(ledger, "open", NOW.plusSeconds(3600));
            new OrderSweep(database, ledger.shell(), InstantSource.fixed(NOW)).run();
            assertThat(order(database, "over").outcome()).contains(OrderOutcome.EXPIRED);
            assertThat(open(database, -1)).containsExactly("open");
        }
    }
}
