package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.AttestationEvent;
import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.devices.DeviceEvent;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegistered;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.DevicesFacts;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.server.devices.DevicesProjection;
import dev.muster.server.devices.SqlDeviceRegister;
import dev.muster.server.facts.FactProjection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Devices that an earlier version put in service when they enrolled, on both databases. */
class EvidenceFirstContractTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    /** A ledger as the earlier version left it. */
    private static final class Old implements AutoCloseable {
        private final Database database;
        private final TestLedger fixture;
        private final Ledger ledger;

        Old(Database database) {
            this.database = database;
            fixture = TestLedger.over(database);
            Migrations.create()
                    .topic("devices", "001-devices", "002-endpoints")
                    .topic("facts", "001-facts", "003-levels")
                    .apply(database);
            EventCodec codec = EventCodec.of(List.of(LedgerEvent.class, DeviceEvent.class, AttestationEvent.class));
            ledger = fixture.events(DeviceEvent.class, AttestationEvent.class)
                    .projection(new DevicesProjection())
                    .projection(new FactProjection(
                            new EntryFacts(codec, List.of(new DevicesFacts(), new AttestationFacts()))))
                    .at(NOW)
                    .open();
            ledger.create(ACME);
        }

        void joined(String device, String reason, Event... then) {
            say(device, new DeviceRegistered("cam", "joining"));
            say(device, new StateChanged(DeviceState.MANUFACTURED, DeviceState.JOINING, "factory-identity", ""));
            say(device, new StateChanged(DeviceState.JOINING, DeviceState.OPERATIONAL, reason, ""));
            for (Event event : then) {
                say(device, event);
            }
        }

        private void say(String device, Event event) {
            Draft draft = new Draft(new DeviceId(device).subject(), NOW, "test", event);
            ledger.shell().run(ACME, tx -> tx, tx -> Decision.of(1, draft));
        }

        /** Begins with this version. */
        void updated() {
            Migrations.create()
                    .topic("devices", "001-devices", "002-endpoints", "003-endpoints-out", "004-evidence-first")
                    .apply(database);
        }

        DeviceState state(String device) {
            return database.read(tx -> new SqlDeviceRegister(tx, ACME)
                    .device(new DeviceId(device))
                    .orElseThrow()
                    .state());
        }

        @Override
        public void close() {
            fixture.close();
        }
    }

    @BothDatabases
    void whoNeverShowedGoodEvidenceIsTakenBackToJoining(Database database) {
        try (Old old = new Old(database)) {
            old.joined("silent", "enrolled");
            old.joined("warned", "enrolled", appraised(TrustTier.WARNING), appraised(TrustTier.WARNING));
            old.joined("good", "enrolled", appraised(TrustTier.AFFIRMING));
            old.joined("once", "enrolled", appraised(TrustTier.AFFIRMING), appraised(TrustTier.WARNING));
            old.joined("vouched", "ddi-attached");
            old.joined("released", "operator");
            old.updated();
            old.joined("later", "enrolled");
            EvidenceFirst first = new EvidenceFirst(database, old.ledger, () -> NOW);
            first.prepare(ACME);
            assertThat(List.of("silent", "warned")).allMatch(device -> old.state(device) == DeviceState.JOINING);
            assertThat(List.of("good", "once", "vouched", "released", "later"))
                    .allMatch(device -> old.state(device) == DeviceState.OPERATIONAL);
            int entries = old.ledger.entries(ACME, EntryQuery.all()).size();
            first.prepare(ACME);
            assertThat(old.ledger.entries(ACME, EntryQuery.all()))
                    .as("done again it finds nobody")
                    .hasSize(entries);
            long left = database.read(tx -> tx.count("select count(*) as n from devices_unproven"));
            assertThat(left).as("and looks at nobody").isZero();
        }
    }

    private static EvidenceAppraised appraised(TrustTier tier) {
        return new EvidenceAppraised(
                new byte[0],
                new byte[0],
                new byte[0],
                NOW,
                NOW,
                "set",
                "policy",
                tier,
                Map.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                List.of(),
                EvidenceAppraised.Software.unnamed(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("checked"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
