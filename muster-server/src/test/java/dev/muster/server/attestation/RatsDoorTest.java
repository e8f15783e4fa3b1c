package dev.muster.server.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.AttestationEvent;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.EvidenceReading;
import dev.muster.core.attestation.Evidences;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.attestation.ReleaseManifest;
import dev.muster.core.devices.DeviceEvent;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegistered;
import dev.muster.core.devices.ProductAdded;
import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.corim.SignedCorim;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.coswid.Digest;
import dev.muster.format.coswid.FileEntry;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.ear.EarToken;
import dev.muster.format.ear.TrustTier;
import dev.muster.format.ear.VerifierId;
import dev.muster.format.eat.EatToken;
import dev.muster.format.eat.SlotClaims;
import dev.muster.format.eat.SlotMeasurement;
import dev.muster.format.eat.Ueid;
import dev.muster.format.orders.Strength;
import dev.muster.server.devices.DevicesProjection;
import dev.muster.server.http.Caller;
import dev.muster.server.http.Json;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Routes;
import dev.muster.server.http.testing.TestServer;
import dev.muster.server.ledger.EntryQuery;
import dev.muster.server.ledger.Ledger;
import dev.muster.server.ledger.Statements;
import dev.muster.server.ledger.testing.TestLedger;
import dev.muster.server.sql.Database;
import dev.muster.server.sql.Migrations;
import dev.muster.server.sql.testing.BothDatabases;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From the maker's key to the attestation result, over TLS, on both databases. */
class RatsDoorTest {
    private static final OrgId ORG = new OrgId("city");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyPair maker = Keys.generateP256(RANDOM);
    private final KeyPair device = Keys.generateP256(RANDOM);

    /** A server with one organisation whose only device is the one that says its name in a header. */
    private final class Site implements AutoCloseable {
        final TestLedger fixture;
        final Ledger ledger;
        final ReferenceSets sets = new ReferenceSets();
        final AttestationKeys keys;
        final TestServer server;

        Site(Database database) {
            fixture = TestLedger.over(database)
                    .events(AttestationEvent.class, DeviceEvent.class)
                    .projection(new DevicesProjection())
                    .projection(new AttestationProjection());
            Migrations.create()
                    .topic("devices", "001-devices")
                    .topic("attestation", "001-registers")
                    .apply(database);
            ledger = fixture.open();
            ledger.create(ORG);
            register();
            keys = AttestationKeys.open(fixture.directory().resolve("attestation"), RANDOM);
            RatsDoor.Devices named = (request, org) -> {
                String id = request.header("x-test-device")
                        .orElseThrow(() -> Problem.of(401, "no-certificate", "Show a certificate.")
                                .refuse());
                return new RatsDoor.Client(new DeviceId(id), device.getPublic());
            };
            Routes devices = new RatsDoor(
                            named,
                            keys,
                            sets,
                            ledger.shell(),
                            new VerifierId("Muster", "test"),
                            InstantSource.system(),
                            RANDOM)
                    .addTo(new Routes());
            Routes api = new ReferencesDoor(
                            ledger.shell(),
                            new MakerStatements(new Statements(ledger)),
                            database,
                            sets,
                            keys,
                            InstantSource.system())
                    .addTo(new Routes());
            new AppraisalsDoor(ledger, new AttestationQueries(database)).addTo(api);
            server = TestServer.start(api, (request, need) -> new Caller("operator/anna", java.util.Set.of()), devices);
        }

        /** One product with one device. */
        private void register() {
            ProductId cam = new ProductId("acme-cam");
            Instant now = Instant.now();
            ledger.shell()
                    .run(
                            ORG,
                            tx -> tx,
                            tx -> Decision.of(
                                    true,
                                    new Draft(
                                            cam.subject(),
                                            now,
                                            "operator/anna",
                                            new ProductAdded("Camera", "Acme", "cam", now, now.plusSeconds(60))),
                                    new Draft(
                                            new DeviceId("cam-07").subject(),
                                            now,
                                            "operator/anna",
                                            new DeviceRegistered(cam.value(), "manifest"))));
        }

        HttpResponse<byte[]> post(URI uri, String type, byte[] body) {
            return server.send(HttpRequest.newBuilder(uri)
                    .header("x-test-device", "cam-07")
                    .header("content-type", type)
                    .POST(BodyPublishers.ofByteArray(body))
                    .build());
        }

        byte[] nonce() {
            HttpResponse<byte[]> response =
                    post(server.device("/rats/city/challenge"), "application/cbor", new byte[0]);
            assertThat(response.statusCode()).isEqualTo(200);
            return Cbor.parse(response.body()).asMap().require(1).asBytes();
        }

        HttpResponse<byte[]> evidence(byte[] token) {
            return post(server.device("/rats/city/evidence"), EatToken.MEDIA_TYPE, token);
        }

        void publish(String version) {
            String pem = new Pem("PUBLIC KEY", maker.getPublic().getEncoded()).encode();
            byte[] body = Json.bytes(Map.of("maker", "Acme", "key", pem));
            assertThat(post(server.console("/api/v1/city/makers"), "application/json", body)
                            .statusCode())
                    .isIn(200, 201);
            HttpResponse<byte[]> added =
                    post(server.console("/api/v1/city/references"), "application/rim+cose", manifest(version));
            String told = new String(added.body(), StandardCharsets.UTF_8);
            assertThat(added.statusCode()).as(told).isEqualTo(201);
            assertThat(told).contains("\"statement\":{").contains("\"index\":").doesNotContain("refused");
        }

        List<EvidenceAppraised> appraised() {
            return ledger.entries(ORG, EntryQuery.all()).stream()
                    .flatMap(entry -> ledger.event(entry).stream())
                    .filter(EvidenceAppraised.class::isInstance)
                    .map(EvidenceAppraised.class::cast)
                    .toList();
        }

        @Override
        public void close() {
            server.close();
            fixture.close();
        }
    }

    private byte[] manifest(String version) {
        return SignedCorim.sign(
                ReleaseManifest.of("Acme", "cam", "cam-firmware", version, release(version), Optional.empty()),
                "Acme",
                "cam " + version,
                Optional.empty(),
                signer(maker));
    }

    private static CoseSigner signer(KeyPair pair) {
        return CoseSigner.of(
                CoseAlgorithm.ES256,
                pair.getPrivate(),
                CoseKey.of(pair.getPublic()).kid());
    }

    private static SlotMeasurement release(String version) {
        byte[] bytes = version.getBytes(StandardCharsets.UTF_8);
        return new SlotMeasurement(List.of(FileEntry.of("bin/app", bytes.length, Digest.sha256(Sha256.of(bytes)))));
    }

    private static SlotClaims claims(byte[] nonce, String version, SlotMeasurement files) {
        return new SlotClaims(
                nonce,
                Ueid.of("Acme", "cam", "cam-07"),
                "Acme",
                "cam",
                "cam-firmware",
                version,
                1,
                1,
                Optional.empty(),
                "slot-a",
                Strength.SIMULATED,
                files,
                Optional.empty());
    }

    private byte[] token(byte[] nonce, String version, SlotMeasurement files) {
        return EatToken.sign(claims(nonce, version, files), signer(device));
    }

    @BothDatabases
    void evidenceGetsASignedResultAndAnEntry(Database database) {
        try (Site site = new Site(database)) {
            site.publish("1.0.0");
            HttpResponse<byte[]> response = site.evidence(token(site.nonce(), "1.0.0", release("1.0.0")));
            assertThat(response.statusCode()).isEqualTo(200);
            EarToken result = EarToken.parse(response.body());
            assertThat(result.ear().overall()).isEqualTo(TrustTier.AFFIRMING);
            CoseKey key = site.keys.verificationKey();
            assertThat(CoseVerifier.strict().verify(result.message(), key).valid())
                    .isTrue();
            AttestationQueries.Latest latest = new AttestationQueries(database)
                    .latest(ORG, new DeviceId("cam-07"))
                    .orElseThrow();
            assertThat(latest.status()).isEqualTo("affirming");
            assertThat(latest.matchedVersion()).isEqualTo("1.0.0");
            assertThat(site.appraised()).hasSize(1);
        }
    }

    @BothDatabases
    void aChangedSlotIsContraindicatedAndTheNextGoodEvidenceReplacesIt(Database database) {
        try (Site site = new Site(database)) {
            site.publish("1.0.0");
            byte[] bad = token(site.nonce(), "1.0.0", release("evil"));
            assertThat(EarToken.parse(site.evidence(bad).body()).ear().overall())
                    .isEqualTo(TrustTier.CONTRAINDICATED);
            AttestationQueries queries = new AttestationQueries(database);
            assertThat(queries.latest(ORG).getFirst().differences()).isEqualTo(1);
            site.evidence(token(site.nonce(), "1.0.0", release("1.0.0")));
            assertThat(queries.latest(ORG)).hasSize(1);
            assertThat(queries.latest(ORG).getFirst().status()).isEqualTo("affirming");
        }
    }

    @BothDatabases
    void aReplayIsRefusedWithAReason(Database database) {
        try (Site site = new Site(database)) {
            byte[] token = token(site.nonce(), "1.0.0", release("1.0.0"));
            assertThat(site.evidence(token).statusCode()).isEqualTo(200);
            HttpResponse<byte[]> again = site.evidence(token);
            assertThat(again.statusCode()).isEqualTo(403);
            assertThat(new String(again.body(), StandardCharsets.UTF_8)).contains("nonce-used");
            assertThat(database.<String>read(tx -> tx.one(
                                    "select code from attestation_refusal where org = ?",
                                    row -> row.text("code"),
                                    "city")
                            .orElseThrow()))
                    .isEqualTo("nonce-used");
        }
    }

    @BothDatabases
    void aSetThatGrewLaterDoesNotChangeWhatAnEntryWas(Database database) {
        try (Site site = new Site(database)) {
            site.publish("1.0.0");
            site.evidence(token(site.nonce(), "1.1.0", release("1.1.0")));
            site.publish("1.1.0");
            EvidenceAppraised event = site.appraised().getFirst();
            Entry entry = site.ledger.entries(ORG, EntryQuery.all()).stream()
                    .filter(each -> each.type().equals("attestation.evidence-appraised"))
                    .findFirst()
                    .orElseThrow();
            ReferenceSet then = database.read(tx -> ReferenceSets.at(tx, ORG, entry.index()));
            EvidenceReading reading =
                    EvidenceReading.read(event.evidence(), Keys.publicKey(event.deviceKey()), CoseVerifier.strict());
            assertThat(Evidences.again(event, reading, then)).contains(event);
            assertThat(event.status()).isEqualTo(TrustTier.CONTRAINDICATED);
        }
    }

    @BothDatabases
    void aKeptSetGrowsByWhatCameAndBeginsAnewWhenATransactionWasUndone(Database database) {
        try (Site site = new Site(database)) {
            site.publish("1.0.0");
            site.publish("1.1.0");
            ReferenceSet whole = database.read(tx -> ReferenceSets.at(tx, ORG, Long.MAX_VALUE));
            assertThat(database.<ReferenceSet>read(tx -> site.sets.current(tx, ORG))
                            .id())
                    .isEqualTo(whole.id())
                    .isEqualTo(database.<String>read(tx -> ReferenceSets.id(tx, ORG)));
            database.change(tx -> {
                tx.update(
                        "delete from attestation_manifest where entry = (select max(entry) from attestation_manifest)");
                tx.update(
                        "update attestation_set set id = ?",
                        ReferenceSets.at(tx, ORG, Long.MAX_VALUE).id());
            });
            assertThat(database.<ReferenceSet>read(tx -> site.sets.current(tx, ORG))
                            .documents())
                    .hasSize(1);
        }
    }

    @BothDatabases
    void theWholeRecordIsAppraisedAgainAndADifferentOneIsNamed(Database database) {
        try (Site site = new Site(database)) {
            site.evidence(token(site.nonce(), "1.0.0", release("1.0.0")));
            site.publish("1.0.0");
            site.evidence(token(site.nonce(), "1.0.0", release("evil")));
            site.publish("1.1.0");
            site.evidence(token(site.nonce(), "1.1.0", release("1.1.0")));
            Reappraisal.Report report = new Reappraisal(site.ledger).run(ORG);
            assertThat(report.checked()).isEqualTo(3);
            assertThat(report.mismatches()).isEmpty();
            EvidenceAppraised real = site.appraised().getLast();
            EvidenceAppraised forged = new EvidenceAppraised(
                    real.evidence(),
                    real.deviceKey(),
                    new byte[32],
                    real.nonceExpiresAt(),
                    real.appraisedAt(),
                    real.referenceSet(),
                    real.policy(),
                    TrustTier.WARNING,
                    real.vector(),
                    real.reasons(),
                    real.match(),
                    real.nearest(),
                    real.differences(),
                    real.differencesTotal(),
                    real.skipped(),
                    real.software());
            site.ledger
                    .shell()
                    .run(
                            ORG,
                            tx -> tx,
                            tx -> Decision.of(
                                    true,
                                    new Draft(new DeviceId("cam-07").subject(), real.appraisedAt(), "muster", forged)));
            HttpResponse<byte[]> replay =
                    site.post(site.server.console("/api/v1/city/appraisals/replay"), "application/json", new byte[0]);
            assertThat(new String(replay.body(), StandardCharsets.UTF_8))
                    .contains("\"checked\":4")
                    .contains("cam-07");
            assertThat(new Reappraisal(site.ledger).run(ORG).mismatches()).hasSize(1);
        }
    }

    @BothDatabases
    void anAppraisalIsShownWithWhatDiffers(Database database) {
        try (Site site = new Site(database)) {
            site.publish("1.0.0");
            site.evidence(token(site.nonce(), "1.0.0", release("evil")));
            HttpResponse<byte[]> shown =
                    site.server.send(HttpRequest.newBuilder(site.server.console("/api/v1/city/appraisals/cam-07"))
                            .build());
            assertThat(new String(shown.body(), StandardCharsets.UTF_8))
                    .contains("\"status\":\"contraindicated\"")
                    .contains("\"path\":\"bin/app\"")
                    .contains("software-differs");
            HttpResponse<byte[]> nobody =
                    site.server.send(HttpRequest.newBuilder(site.server.console("/api/v1/city/appraisals/cam-99"))
                            .build());
            assertThat(nobody.statusCode()).isEqualTo(404);
        }
    }

    @BothDatabases
    void unreadableAndUnsignedThingsAreRefused(Database database) {
        try (Site site = new Site(database)) {
            assertThat(site.evidence(new byte[] {1, 2, 3}).statusCode()).isEqualTo(403);
            URI evidence = site.server.device("/rats/city/evidence");
            assertThat(site.post(evidence, "text/plain", new byte[0]).statusCode())
                    .isEqualTo(415);
            HttpResponse<byte[]> nobody = site.server.send(HttpRequest.newBuilder(evidence)
                    .POST(BodyPublishers.noBody())
                    .build());
            assertThat(nobody.statusCode()).isEqualTo(401);
            byte[] stranger =
                    EatToken.sign(claims(site.nonce(), "1.0.0", release("1.0.0")), signer(Keys.generateP256(RANDOM)));
            assertThat(new String(site.evidence(stranger).body(), StandardCharsets.UTF_8))
                    .contains("signature-invalid");
            assertThat(site.appraised()).isEmpty();
        }
    }

    @BothDatabases
    void aManifestOfAStrangerIsRefused(Database database) {
        try (Site site = new Site(database)) {
            HttpResponse<byte[]> refused = site.post(
                    site.server.console("/api/v1/city/references"), "application/rim+cose", manifest("1.0.0"));
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("signer-unknown");
        }
    }

    @BothDatabases
    void usedNoncesAreForgottenAfterTheirTime(Database database) {
        try (Site site = new Site(database)) {
            for (int i = 0; i < 3; i++) {
                site.evidence(token(site.nonce(), "1.0.0", release("1.0.0")));
            }
            assertThat(database.<Long>read(tx -> tx.count("select count(*) as n from attestation_nonce")))
                    .isEqualTo(3);
            database.change(tx -> tx.update("update attestation_nonce set expires_at = 1"));
            site.evidence(token(site.nonce(), "1.0.0", release("1.0.0")));
            assertThat(database.<Long>read(tx -> tx.count("select count(*) as n from attestation_nonce")))
                    .isEqualTo(1);
        }
    }
}
