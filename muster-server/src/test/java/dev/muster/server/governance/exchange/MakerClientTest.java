package dev.muster.server.governance.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.governance.GovernanceEvent;
import dev.muster.core.governance.Machines;
import dev.muster.core.governance.Workflows;
import dev.muster.core.governance.exchange.ExchangeEvent;
import dev.muster.core.governance.exchange.ExchangeStore;
import dev.muster.core.governance.exchange.OperatorDesk;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.audit.exchange.Content;
import dev.muster.format.audit.exchange.ExchangeStatement;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.server.governance.GovernanceTopic;
import dev.muster.server.outbound.SafeFetch;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.io.TempDir;

/** What comes from a maker, or says so, on both databases. */
class MakerClientTest {
    private static final OrgId CITY = new OrgId("city");
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final KeyPair LENS = Keys.generateP256(new SecureRandom());
    private static final KeyPair OTHER = Keys.generateP256(new SecureRandom());

    @TempDir
    Path data;

    private Instant now = NOW;
    private int ids;

    private static CoseSigner signer(KeyPair pair) {
        return CoseSigner.of(
                CoseAlgorithm.ES256,
                pair.getPrivate(),
                Optional.of(CoseKey.of(pair.getPublic()).thumbprint()));
    }

    private byte[] signed(KeyPair by, byte[] to, Content content) {
        byte[] id = new byte[ExchangeStatement.ID_BYTES];
        id[0] = (byte) ids++;
        return new ExchangeStatement("lens", to, id, now, now.plusSeconds(600), content).sign(signer(by));
    }

    private static Content.Paper paper(long sequence) {
        return new Content.Paper(
                "sheet", sequence, "cost-sheet", "", "Cost", "1", "officer", "text/plain", new byte[32], 1);
    }

    @BothDatabases
    void onlyTheMakersOwnNewWordForUsCounts(Database database) {
        Migrations.create()
                .topic("devices", "001-devices", "002-endpoints")
                .topic("facts", "001-facts", "003-levels")
                .topic("governance", new GovernanceTopic().scripts().toArray(String[]::new))
                .apply(database);
        Workflows workflows = new Workflows(Machines.shipped());
        TestLedger fixture = TestLedger.over(database)
                .events(GovernanceEvent.class, ExchangeEvent.class)
                .clock(() -> now);
        new GovernanceTopic().projections().forEach(fixture::projection);
        try (fixture) {
            Ledger ledger = fixture.open();
            ledger.create(CITY);
            ExchangeKeys keys = new ExchangeKeys(data, new SecureRandom());
            Statements statements = new Statements(keys, new SecureRandom(), () -> now);
            OperatorDesk desk = new OperatorDesk(workflows);
            MakerClient client = new MakerClient(
                    database,
                    ledger,
                    desk,
                    statements,
                    keys,
                    new SafeFetch((SSLSocketFactory) SSLSocketFactory.getDefault(), false, Duration.ofSeconds(1)),
                    () -> now);
            ExchangeStore.Maker lens = new ExchangeStore.Maker(
                    "lens", "https://lens.example/exchange/x", LENS.getPublic().getEncoded());
            // What has been taken with its bytes before.
            byte[] first = signed(LENS, keys.thumbprint(CITY), paper(10));
            ledger.shell()
                    .<ExchangeStore, OperatorDesk.Arrival>run(
                            CITY,
                            tx -> new SqlExchange(tx, CITY),
                            store -> desk.take(lens, paper(10), first, store, now));

            byte[] us = keys.thumbprint(CITY);
            Content withdrawal = new Content.Withdrawal("sheet", 11, "wrong");
            refused(client, lens, signed(OTHER, us, withdrawal), "wrong-signer");
            refused(client, lens, signed(LENS, new byte[32], withdrawal), "not-for-us");
            refused(client, lens, signed(LENS, us, paper(8)), "older");
            refused(client, lens, signed(LENS, us, new Content.Withdrawal("sheet", 9, "old")), "older");
            refused(client, lens, signed(LENS, us, new Content.Everything()), "not-for-operators");
            refused(client, lens, new byte[] {1}, "malformed-statement");
            byte[] later = signed(LENS, us, withdrawal);
            now = NOW.plus(Duration.ofHours(1));
            refused(client, lens, later, "too-late");
            now = NOW;
            assertThat(client.take(CITY, lens, signed(LENS, us, paper(10))))
                    .isInstanceOf(OperatorDesk.Arrival.Known.class);
            assertThat(client.take(CITY, lens, later)).isInstanceOf(OperatorDesk.Arrival.Taken.class);
            refused(client, lens, later, "replayed");
            // The paper from before its withdrawal does not come back.
            refused(client, lens, signed(LENS, us, paper(10)), "older");
            assertThat(database.<Optional<ExchangeStore.Received>>read(
                            tx -> new SqlExchange(tx, CITY).received("lens", "sheet")))
                    .hasValueSatisfying(kept -> assertThat(kept.withdrawn()).isEqualTo("wrong"));
        }
    }

    private static void refused(MakerClient client, ExchangeStore.Maker maker, byte[] statement, String reason) {
        assertThat(client.take(CITY, maker, statement))
                .isInstanceOfSatisfying(
                        OperatorDesk.Arrival.Refused.class,
                        no -> assertThat(no.reason()).isEqualTo(reason));
    }
}
