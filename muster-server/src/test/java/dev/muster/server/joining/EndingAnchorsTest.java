package dev.muster.server.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.joining.Admission;
import dev.muster.core.joining.Anchor;
import dev.muster.core.joining.AnchorDesk;
import dev.muster.core.joining.JoiningEvent;
import dev.muster.core.joining.JoiningNotices;
import dev.muster.core.joining.LocalIdentity;
import dev.muster.core.ledger.Notice;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.Keys;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** People hear of an anchor before it ends, as long as it is trusted. */
class EndingAnchorsTest {
    private static final OrgId CITY = new OrgId("city");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @BothDatabases
    void isSaidThreeMonthsBefore(Database database) {
        try (TestLedger fixture = TestLedger.over(database)) {
            Migrations.create()
                    .topic("devices", "001-devices", "002-endpoints")
                    .topic("joining", new JoiningTopic().scripts().toArray(String[]::new))
                    .apply(database);
            Ledger ledger = fixture.events(JoiningEvent.class)
                    .projection(new JoiningProjection())
                    .open();
            Anchor anchor = Anchor.of(
                    LocalIdentity.authority(CITY, CertificateTemplate.randomSerial(new Random(1)), NOW)
                            .selfSigned(Keys.generateP256(new SecureRandom())),
                    "Acme",
                    Admission.ANY);
            ledger.shell()
                    .run(CITY, tx -> new SqlJoiningStore(tx, CITY), store -> AnchorDesk.add(anchor, store, "ada", NOW));
            Instant end = anchor.ends();
            assertThat(look(database, end.minus(Duration.ofDays(91)))).isEmpty();
            assertThat(look(database, end.minus(Duration.ofDays(89))))
                    .singleElement()
                    .satisfies(notice -> {
                        assertThat(notice.kind()).isEqualTo(JoiningNotices.ANCHOR_ENDS);
                        assertThat(notice.subject()).isEqualTo(anchor.subject());
                        assertThat(notice.says()).contains("The anchor of Acme ends " + end);
                    });
            assertThat(look(database, end.plusSeconds(1)).getFirst().says()).contains("The anchor of Acme ended");
            assertThat(anchor.standing(end.minus(Duration.ofDays(91)))).isEqualTo("good");
            assertThat(anchor.standing(end.minus(Duration.ofDays(89)))).isEqualTo("ends-soon");
            assertThat(anchor.standing(end.plusSeconds(1))).isEqualTo("ended");
            ledger.shell()
                    .run(
                            CITY,
                            tx -> new SqlJoiningStore(tx, CITY),
                            store -> AnchorDesk.remove(anchor.fingerprint(), store, "ada", "", NOW));
            assertThat(look(database, end)).isEmpty();
        }
    }

    private static List<Notice> look(Database database, Instant now) {
        return database.read(tx -> EndingCertificates.anchors(tx, CITY, now));
    }
}
