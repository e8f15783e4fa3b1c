package dev.muster.server.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.devices.DeviceDesk;
import dev.muster.core.devices.DeviceDesk.Cause;
import dev.muster.core.devices.DeviceEvent;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.devices.Product;
import dev.muster.core.devices.ProductDesk;
import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Function;

/** What was read about a device is known to be old as soon as the answer about something newer was given. */
class DeviceChangesContractTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final OrgId OTHER = new OrgId("other");
    private static final DeviceId CAM = new DeviceId("cam-07");
    private static final DeviceId NEXT = new DeviceId("cam-08");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Cause OPERATOR = new Cause("ada", "operator", "");
    private static final Product PRODUCT =
            new Product(new ProductId("acme-cam"), "Acme Cam", "Acme", "cam-3", NOW, NOW.plus(Duration.ofDays(1825)));

    private final DeviceChanges changes = new DeviceChanges(Set.of(DeviceEvent.class), true);

    private Ledger open(TestLedger fixture) {
        Migrations.create().topic("devices", "001-devices", "002-endpoints").apply(fixture.database());
        return fixture.events(DeviceEvent.class)
                .projection(new DevicesProjection())
                .projection(changes)
                .open();
    }

    private static <A> A run(Ledger ledger, OrgId org, Function<DeviceRegister, Decision<A>> desk) {
        return ledger.shell().<DeviceRegister, A>run(org, tx -> new SqlDeviceRegister(tx, org), desk);
    }

    @BothDatabases
    void anEntryCountsForItsDeviceAloneBeforeItIsAnswered(Database database) {
        try (TestLedger fixture = TestLedger.over(database);
                Ledger ledger = open(fixture)) {
            run(ledger, ACME, register -> ProductDesk.add(PRODUCT, register, "ada", NOW));
            long cam = changes.of(ACME, CAM);
            long next = changes.of(ACME, NEXT);
            long other = changes.of(OTHER, CAM);
            run(ledger, ACME, register -> DeviceDesk.register(CAM, PRODUCT.id(), register, OPERATOR, NOW));
            assertThat(changes.of(ACME, CAM)).isNotEqualTo(cam);
            assertThat(changes.of(ACME, NEXT)).isEqualTo(next);
            assertThat(changes.of(OTHER, CAM)).isEqualTo(other);
        }
    }

    @BothDatabases
    void whatWasUndoneCountsForNobody(Database database) {
        try (TestLedger fixture = TestLedger.over(database);
                Ledger ledger = open(fixture)) {
            run(ledger, ACME, register -> ProductDesk.add(PRODUCT, register, "ada", NOW));
            run(ledger, ACME, register -> DeviceDesk.register(CAM, PRODUCT.id(), register, OPERATOR, NOW));
            long cam = changes.of(ACME, CAM);
            assertThatThrownBy(() -> run(ledger, ACME, _ -> {
                        throw new IllegalStateException("no");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(changes.of(ACME, CAM)).isEqualTo(cam);
        }
    }
}
