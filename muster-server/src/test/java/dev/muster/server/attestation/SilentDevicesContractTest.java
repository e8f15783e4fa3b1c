package dev.muster.server.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.Expected;
import dev.muster.core.attestation.PolicyTable;
import dev.muster.core.ledger.Notice;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.Tx;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.server.facts.FactsTopic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The notice of silence comes by what is expected of the product, and says what that is. */
class SilentDevicesContractTest {
    private static final Instant AT = Instant.parse("2026-11-29T10:00:00Z");

    private static void device(Tx tx, String org, String id, String product, String state, Instant since) {
        tx.update(
                "insert into devices_device (org, id, product, state, since) values (?, ?, ?, ?, ?)",
                org,
                id,
                product,
                state,
                since);
    }

    private static void evidence(Tx tx, String org, String id, Instant at) {
        tx.update(
                "insert into fact (org, subject, fact_key, fact_value, grade, source) values (?, ?, 'attestation.status',"
                        + " 'affirming', 'ATTESTED', 1)",
                org,
                "device/" + id);
        tx.update(
                "insert into fact_source (org, subject, source, entry, effective_at, received_at, as_of) values (?, ?, 1,"
                        + " 1, ?, ?, ?)",
                org,
                "device/" + id,
                at,
                at,
                at);
    }

    private static void expect(Tx tx, String org, Expected expected) {
        tx.update(
                "insert into attestation_policy (org, rules) values (?, ?)",
                org,
                StoredPolicy.text(new PolicyTable("often", List.of(), Optional.empty(), Optional.of(expected))));
    }

    private static void fill(Database database) {
        Migrations.create()
                .topic("devices", "001-devices", "002-endpoints")
                .topic("attestation", new AttestationTopic(_ -> null).scripts().toArray(String[]::new))
                .topic("facts", new FactsTopic().scripts().toArray(String[]::new))
                .apply(database);
        database.write(tx -> {
            Instant before = AT.minus(Duration.ofDays(3));
            for (String org : List.of("city", "farm", "port")) {
                device(tx, org, "cam-1", "cam", "OPERATIONAL", before);
                device(tx, org, "meter-1", "meter", "OPERATIONAL", before);
                device(tx, org, "new-1", "cam", "JOINING", AT);
                device(tx, org, "gone-1", "cam", "RETIRED", before);
                evidence(tx, org, "cam-1", AT);
                evidence(tx, org, "meter-1", AT);
            }
            expect(tx, "city", new Expected(300, Map.of("meter", 3600L)));
            expect(tx, "farm", new Expected(7200, Map.of()));
            return true;
        });
    }

    private static List<String> told(Database database, String org, Duration later) {
        return database.<List<Notice>>read(tx -> SilentDevices.look(tx, new OrgId(org), AT.plus(later))).stream()
                .map(Notice::says)
                .toList();
    }

    @BothDatabases
    void eachIsToldWhenItIsLate(Database database) {
        fill(database);
        assertThat(told(database, "city", Duration.ofMinutes(9))).isEmpty();
        assertThat(told(database, "city", Duration.ofMinutes(11)))
                .containsExactly(
                        "Device cam-1 has shown no evidence since 2026-11-29T10:01:00Z and is to show some every 5 minutes.",
                        "Device new-1 has shown no evidence since 2026-11-29T10:01:00Z and is to show some every 5 minutes.");
        assertThat(told(database, "city", Duration.ofMinutes(121)))
                .hasSize(3)
                .anyMatch(text -> text.startsWith("Device meter-1 ") && text.endsWith("every 1 hour."));
        assertThat(told(database, "farm", Duration.ofMinutes(121)))
                .as("another organisation")
                .isEmpty();
        assertThat(told(database, "farm", Duration.ofMinutes(241))).hasSize(3);
        assertThat(told(database, "port", Duration.ofHours(25)))
                .as("nothing is expected")
                .isEmpty();
        assertThat(told(database, "port", Duration.ofHours(27)))
                .contains("Device cam-1 has shown no evidence since 2026-11-29T11:00:00Z.");
    }
}
