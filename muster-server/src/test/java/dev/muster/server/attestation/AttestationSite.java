package dev.muster.server.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.AttestationEvent;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.attestation.ReleaseManifest;
import dev.muster.core.devices.DeviceEvent;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegistered;
import dev.muster.core.devices.ProductAdded;
import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.attest.corim.SignedCorim;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.ear.VerifierId;
import dev.muster.format.attest.eat.EatToken;
import dev.muster.format.attest.eat.SlotClaims;
import dev.muster.format.attest.eat.SlotMeasurement;
import dev.muster.format.attest.eat.Ueid;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.orders.Strength;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.statements.Statements;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.ledger.witness.DeviceHeads;
import dev.muster.server.attestation.veraison.CoservDoor;
import dev.muster.server.attestation.veraison.ProvisioningDoor;
import dev.muster.server.attestation.veraison.VerificationDoor;
import dev.muster.server.devices.DevicesProjection;
import dev.muster.server.http.Caller;
import dev.muster.server.http.Json;
import dev.muster.server.http.OneAtATime;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Routes;
import dev.muster.server.http.testing.TestServer;
import dev.muster.server.web.Contributions;
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
import java.util.function.Function;

/** A server with one organisation whose only device is the one that says its name in a header. */
final class AttestationSite implements AutoCloseable {
    static final OrgId ORG = new OrgId("city");
    private static final SecureRandom RANDOM = new SecureRandom();

    final KeyPair maker = Keys.generateP256(RANDOM);
    final KeyPair device = Keys.generateP256(RANDOM);
    final TestAuthority authority = new TestAuthority(RANDOM);
    final TestLedger fixture;
    final Ledger ledger;
    final ReferenceSets sets = new ReferenceSets();
    final AttestationKeys keys;
    final TestServer server;

    AttestationSite(Database database) {
        fixture = TestLedger.over(database)
                .events(AttestationEvent.class, DeviceEvent.class)
                .projection(new DevicesProjection())
                .projection(new AttestationProjection());
        Migrations.create()
                .topic("devices", "001-devices", "002-endpoints")
                .topic("attestation", new AttestationTopic(_ -> null).scripts().toArray(String[]::new))
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
                        new ResultSigner(keys, authority::verifier),
                        sets,
                        database,
                        ledger.shell(),
                        new DeviceHeads(ledger),
                        new VerifierId("Muster", "test"),
                        InstantSource.system(),
                        RANDOM)
                .addTo(new Routes());
        ReferencesDoor submissions = new ReferencesDoor(
                ledger.shell(),
                new MakerStatements(new Statements(ledger)),
                database,
                sets,
                keys,
                InstantSource.system());
        Routes api = submissions.addTo(new Routes());
        new LifeDoor(ledger.shell(), sets, InstantSource.system()).addTo(api);
        new AttestationPage(database, sets, new Contributions(), InstantSource.system()).addTo(api);
        new PolicyDoor(ledger.shell(), database, ledger, sets, keys.seal(), new OneAtATime(), InstantSource.system())
                .addTo(api);
        new SharedKeysDoor(ledger.shell(), database, sets, keys.seal(), InstantSource.system(), RANDOM).addTo(api);
        Function<OrgId, Optional<ReferenceSet>> known =
                org -> ledger.exists(org) ? Optional.of(database.read(tx -> sets.current(tx, org))) : Optional.empty();
        new VerificationDoor(known, keys, true, InstantSource.system(), RANDOM).addTo(api);
        new ProvisioningDoor(submissions, InstantSource.system()).addTo(api);
        new CoservDoor(
                        known,
                        (org, digest) -> database.read(tx -> tx.one(
                                "select corim from attestation_manifest where org = ? and digest = ?",
                                row -> row.bytes("corim"),
                                org.value(),
                                digest)),
                        keys,
                        InstantSource.system())
                .addTo(api);
        new AppraisalsDoor(ledger, keys.seal(), new AttestationQueries(database), new OneAtATime()).addTo(api);
        new WhatIfDoor(database, ledger, sets, keys.seal(), new OneAtATime(), InstantSource.system()).addTo(api);
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

    HttpResponse<byte[]> get(String path) {
        return server.send(HttpRequest.newBuilder(server.console(path)).GET().build());
    }

    byte[] nonce() {
        HttpResponse<byte[]> response = post(server.device("/rats/city/challenge"), "application/cbor", new byte[0]);
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

    byte[] manifest(String version) {
        return SignedCorim.sign(
                ReleaseManifest.of("Acme", "cam", "cam-firmware", version, release(version), Optional.empty()),
                "Acme",
                "cam " + version,
                Optional.empty(),
                signer(maker));
    }

    static CoseSigner signer(KeyPair pair) {
        return CoseSigner.of(
                CoseAlgorithm.ES256,
                pair.getPrivate(),
                CoseKey.of(pair.getPublic()).kid());
    }

    static SlotMeasurement release(String version) {
        byte[] bytes = version.getBytes(StandardCharsets.UTF_8);
        return new SlotMeasurement(List.of(FileEntry.of("bin/app", bytes.length, Digest.sha256(Sha256.of(bytes)))));
    }

    static SlotClaims claims(byte[] nonce, String version, SlotMeasurement files) {
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

    byte[] token(byte[] nonce, String version, SlotMeasurement files) {
        return EatToken.sign(claims(nonce, version, files), signer(device));
    }
}
