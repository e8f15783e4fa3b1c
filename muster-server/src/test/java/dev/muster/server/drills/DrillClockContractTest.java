package dev.muster.server.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.drills.DrillEvent;
import dev.muster.core.drills.DrillPlan;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.server.topic.Trials;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When what is drilled, of several organisations. */
class DrillClockContractTest {
    private static final OrgId FULL = new OrgId("acme");
    private static final OrgId OTHER = new OrgId("other");
    private static final DeviceId CAM = new DeviceId("cam-07");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @BothDatabases
    void anOrganisationWhoseStoreIsFullStopsNobodyElsesDrills(Database database) {
        try (TestLedger fixture = TestLedger.over(database);
                Ledger ledger = fixture.events(DrillEvent.class).at(NOW).open()) {
            for (OrgId org : List.of(FULL, OTHER)) {
                ledger.shell()
                        .<OrgId, DrillPlan.Answer>run(
                                org, _ -> org, _ -> DrillPlan.set(org, 24, List.of(CAM.value()), "ada", NOW));
            }
            List<OrgId> asked = new ArrayList<>();
            DrillClock drills = new DrillClock(
                    ledger,
                    (org, device, kind) -> {
                        asked.add(org);
                        if (org.equals(FULL)) {
                            throw new IllegalStateException("no room for the envelope of a drill");
                        }
                        return Optional.of("0".repeat(64));
                    },
                    new Trials(),
                    InstantSource.fixed(NOW));
            drills.tick();
            assertThat(asked).containsExactly(FULL, OTHER, OTHER);
            assertThat(drills.lastBegun(FULL, CAM, DrillPlan.Kind.TAMPERED)).isEmpty();
            for (DrillPlan.Kind kind : DrillPlan.Kind.values()) {
                assertThat(drills.lastBegun(OTHER, CAM, kind)).isPresent();
            }
            drills.tick();
            assertThat(asked).as("what began is not due again").containsExactly(FULL, OTHER, OTHER, FULL);
        }
    }
}
