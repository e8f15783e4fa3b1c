package dev.muster.ledger.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.ledger.LatestStatement;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.RegistrationPolicy;
import dev.muster.core.ledger.StatementOutcome.Reason;
import dev.muster.core.ledger.TrustAnchor;
import dev.muster.format.MalformedException;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.audit.scitt.Receipt;
import dev.muster.format.audit.scitt.SignedStatement;
import dev.muster.format.audit.scitt.TransparentStatement;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.crypto.Keys;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.ledger.tree.LogId;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

class StatementsContractTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final String MAKER = "https://maker.example";
    private static final String SBOM = "application/vnd.cyclonedx+json";

    private final KeyPair pair = Keys.generateP256(new SecureRandom());
    private final CoseKey makerKey = CoseKey.of(pair.getPublic());
    private final CoseSigner maker = signer(pair);

    private static CoseSigner signer(KeyPair pair) {
        return CoseSigner.of(
                CoseAlgorithm.ES256,
                pair.getPrivate(),
                Optional.of(CoseKey.of(pair.getPublic()).thumbprint()));
    }

    private static Sign1Builder statement(String issuer, String subject, String contentType, String payload) {
        return Sign1Builder.create()
                .contentType(contentType)
                .protect(
                        HeaderLabel.CWT_CLAIMS,
                        Cbor.map().put(1, issuer).put(2, subject).build())
                .payload(payload.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @BothDatabases
    void aRefusedStatementOfALongNamedIssuerIsStillAnEntry(Database database) {
        try (TestLedger fixture = TestLedger.over(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            String issuer = "https://" + "a".repeat(5000) + ".example";
            byte[] bytes = statement(issuer, "cam", SBOM, "x").sign(maker).encode();
            assertThat(refused(new Statements(ledger).register(ACME, bytes))).isEqualTo(Reason.UNKNOWN_SIGNER);
        }
    }

    private TrustAnchor anchor() {
        return new TrustAnchor("maker", TrustAnchor.Kind.KEY, makerKey.encode(), List.of(MAKER), List.of(SBOM), true);
    }

    private static Registration.Registered registered(Registration registration) {
        assertThat(registration).isInstanceOf(Registration.Registered.class);
        return (Registration.Registered) registration;
    }

    private static Reason refused(Registration registration) {
        assertThat(registration).isInstanceOf(Registration.Refused.class);
        return ((Registration.Refused) registration).reason();
    }

    @BothDatabases
    void aStatementOfATrustedKeyGetsAReceiptThatVerifiesOfflineAndAgainIsTheSame(Database database) {
        try (TestLedger fixture = TestLedger.over(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            Statements statements = new Statements(ledger);
            registered(statements.trust(ACME, anchor()));
            CoseSign1 message =
                    statement(MAKER, "pkg:generic/cam@1.0", SBOM, "{}").sign(maker);
            Registration.Registered first = registered(statements.register(ACME, message.encode()));
            assertThat(first.index()).isEqualTo(2);
            assertThat(first.fresh()).isTrue();
            SignedStatement sent = SignedStatement.parse(message.encode());
            Receipt receipt = Receipt.parse(first.receipt().bytes());
            assertThat(receipt.verify(sent, statements.key(ACME).verificationKey())
                            .holds())
                    .isTrue();
            assertThat(receipt.verify(sent, makerKey.verificationKey()).holds()).isFalse();
            byte[] noise =
                    message.withUnprotected(Cbor.map().put(99, 1).build()).encode();
            Registration.Registered again = registered(statements.register(ACME, noise));
            assertThat(again.index()).isEqualTo(2);
            assertThat(again.fresh()).isFalse();
            TransparentStatement transparent = TransparentStatement.parse(
                    statements.transparent(ACME, statements.at(ACME, 2).orElseThrow()));
            assertThat(transparent
                            .receipts()
                            .getFirst()
                            .verify(sent, statements.key(ACME).verificationKey())
                            .holds())
                    .isTrue();
            assertThat(statements
                            .latest(ACME, MAKER, "pkg:generic/cam@1.0")
                            .orElseThrow()
                            .index())
                    .isEqualTo(2);
            assertThat(statements.find(ACME, first.digest()).orElseThrow().index())
                    .isEqualTo(2);
        }
    }

    @BothDatabases
    void whatTheRulesDoNotTakeIsRefusedWithAReasonAndRecordedOnce(Database database) {
        try (TestLedger fixture = TestLedger.over(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            Statements statements = new Statements(ledger);
            byte[] good = statement(MAKER, "cam", SBOM, "{}").sign(maker).encode();
            assertThat(refused(statements.register(ACME, good))).isEqualTo(Reason.UNKNOWN_SIGNER);
            assertThat(refused(statements.register(ACME, good))).isEqualTo(Reason.UNKNOWN_SIGNER);
            assertThat(ledger.entries(ACME, EntryQuery.all().type("ledger.statement-refused")))
                    .hasSize(1);
            registered(statements.trust(ACME, anchor()));
            registered(statements.register(ACME, good));
            byte[] forged = good.clone();
            forged[forged.length - 1] ^= 1;
            assertThat(refused(statements.register(ACME, forged))).isEqualTo(Reason.SIGNATURE);
            assertThat(refused(statements.register(
                            ACME,
                            statement("https://other.example", "cam", SBOM, "{}")
                                    .sign(maker)
                                    .encode())))
                    .isEqualTo(Reason.UNKNOWN_SIGNER);
            assertThat(refused(statements.register(
                            ACME,
                            statement(MAKER, "cam", "text/plain", "{}")
                                    .sign(maker)
                                    .encode())))
                    .isEqualTo(Reason.UNKNOWN_SIGNER);
            assertThat(refused(statements.register(
                            ACME,
                            statement(MAKER, "cam", SBOM, "{}")
                                    .detached()
                                    .sign(maker)
                                    .encode())))
                    .isEqualTo(Reason.PAYLOAD_MISSING);
            assertThat(refused(statements.register(
                            ACME,
                            statement(MAKER, "cam", SBOM, "x".repeat(SignedStatement.MAX_LEAF_BYTES))
                                    .sign(maker)
                                    .encode())))
                    .isEqualTo(Reason.TOO_LARGE);
            assertThat(refused(statements.register(
                            ACME,
                            statement(MAKER, "policy", RegistrationPolicy.CONTENT_TYPE, "{}")
                                    .sign(maker)
                                    .encode())))
                    .isEqualTo(Reason.NOT_ADMINISTRATOR);
            assertThatThrownBy(() -> statements.register(ACME, new byte[] {1})).isInstanceOf(MalformedException.class);
            assertThatThrownBy(() -> statements.register(new OrgId("nobody"), good))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @BothDatabases
    void theNewestPolicyAppliesAndAWithdrawnAnchorIsNoLongerTaken(Database database) {
        try (TestLedger fixture = TestLedger.over(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            Statements statements = new Statements(ledger);
            registered(statements.trust(ACME, anchor()));
            registered(statements.register(
                    ACME, statement(MAKER, "cam", SBOM, "1").sign(maker).encode()));
            RegistrationPolicy strict = new RegistrationPolicy(
                    "only ML-DSA",
                    List.of(-48L, -7L),
                    List.of("text/csv"),
                    1000,
                    List.of(statements.key(ACME).encode()));
            registered(statements.policy(ACME, strict));
            assertThat(refused(statements.register(
                            ACME, statement(MAKER, "cam", SBOM, "2").sign(maker).encode())))
                    .isEqualTo(Reason.CONTENT_TYPE);
            RegistrationPolicy open = new RegistrationPolicy(
                    "anything",
                    List.of(),
                    List.of(),
                    60_000,
                    List.of(statements.key(ACME).encode()));
            registered(statements.policy(ACME, open));
            registered(statements.register(
                    ACME, statement(MAKER, "cam", SBOM, "2").sign(maker).encode()));
            registered(statements.trust(
                    ACME,
                    new TrustAnchor(
                            "maker", TrustAnchor.Kind.KEY, makerKey.encode(), List.of(MAKER), List.of(), false)));
            assertThat(refused(statements.register(
                            ACME, statement(MAKER, "cam", SBOM, "3").sign(maker).encode())))
                    .isEqualTo(Reason.UNKNOWN_SIGNER);
            assertThat(statements.list(ACME, StatementQuery.from(0, 10).subject("cam")))
                    .hasSize(2);
        }
    }

    @BothDatabases
    void statementsAreFoundByWhoSaidThemAboutWhatOfWhichTypeAndWhen(Database database) {
        AtomicInteger second = new AtomicInteger();
        try (TestLedger fixture = TestLedger.over(database)
                .clock(() -> Instant.ofEpochSecond(2_000_000_000L + second.getAndIncrement()))) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            Statements statements = new Statements(ledger);
            registered(statements.trust(ACME, anchor()));
            for (String subject : List.of("cam", "lock", "cam", "lamp")) {
                registered(statements.register(
                        ACME,
                        statement(MAKER, subject, SBOM, subject + second)
                                .sign(maker)
                                .encode()));
            }
            List<StatementRow> all = statements.list(ACME, StatementQuery.from(0, 10));
            assertThat(all).extracting(StatementRow::index).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
            assertThat(indexes(statements, StatementQuery.from(0, 10).subject("cam")))
                    .containsExactly(2L, 4L);
            assertThat(indexes(statements, StatementQuery.from(3, 10).subject("cam")))
                    .containsExactly(4L);
            assertThat(indexes(statements, StatementQuery.from(0, 10).contentType(SBOM)))
                    .containsExactly(2L, 3L, 4L, 5L);
            Instant then = all.get(3).registeredAt();
            assertThat(indexes(statements, query(Optional.empty(), Optional.of(then), false)))
                    .containsExactly(0L, 1L, 2L, 3L);
            assertThat(indexes(statements, query(Optional.of(then), Optional.empty(), true)))
                    .containsExactly(5L, 4L, 3L);
            assertThat(indexes(statements, query(Optional.of(then.plusNanos(1000)), Optional.of(then), false)))
                    .isEmpty();
        }
    }

    private static StatementQuery query(Optional<Instant> since, Optional<Instant> at, boolean newestFirst) {
        return new StatementQuery(Optional.empty(), Optional.empty(), Optional.empty(), since, at, 0, newestFirst, 10);
    }

    private static List<Long> indexes(Statements statements, StatementQuery query) {
        return statements.list(ACME, query).stream().map(StatementRow::index).toList();
    }

    @BothDatabases
    void theLatestStatementIsShownWithAProofThatThereIsNoLaterOne(Database database) {
        try (TestLedger fixture = TestLedger.over(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            Statements statements = new Statements(ledger);
            registered(statements.trust(ACME, anchor()));
            for (String payload : List.of("1", "2", "3")) {
                registered(statements.register(
                        ACME, statement(MAKER, "cam", SBOM, payload).sign(maker).encode()));
            }
            SubjectIndexes indexes = new SubjectIndexes(ledger, statements);
            registered(indexes.register(ACME));
            registered(statements.register(
                    ACME, statement(MAKER, "lamp", SBOM, "later").sign(maker).encode()));
            LatestStatement shown = LatestStatement.parse(
                    indexes.latest(ACME, MAKER, "cam").orElseThrow().encode());
            NoteKey log = ledger.noteKey(LogId.statements(ACME));
            CoseKey own = ledger.receiptKey(ACME);
            assertThat(shown.covered().size())
                    .as("covers the log as it was then")
                    .isEqualTo(5);
            assertThat(shown.latest()).isEqualTo(4);
            assertThat(shown.check(log, own)).isEqualTo(LatestStatement.Outcome.HOLDS);
            LatestStatement lamp = indexes.latest(ACME, MAKER, "lamp").orElseThrow();
            assertThat(lamp.latest()).as("from the tail").isEqualTo(6);
            assertThat(lamp.check(log, own)).isEqualTo(LatestStatement.Outcome.HOLDS);
            LatestStatement none = indexes.latest(ACME, MAKER, "recall").orElseThrow();
            assertThat(none.latest()).isEqualTo(-1);
            assertThat(none.check(log, own)).isEqualTo(LatestStatement.Outcome.HOLDS);
            SubjectIndexes afterRestart = new SubjectIndexes(ledger, statements);
            assertThat(afterRestart.latest(ACME, MAKER, "cam")).contains(shown);
            LatestForgeries.noneHolds(shown, lamp, none, log, own);
        }
    }
}
