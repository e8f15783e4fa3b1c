package dev.muster.core.attestation;

import dev.muster.core.attestation.schemes.BuiltInSchemes;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.attest.corim.Corim;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.SignedCorim;
import dev.muster.format.attest.corim.Validity;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.eat.DebugStatus;
import dev.muster.format.attest.eat.EatToken;
import dev.muster.format.attest.eat.SlotClaims;
import dev.muster.format.attest.eat.SlotMeasurement;
import dev.muster.format.attest.eat.Ueid;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.orders.Strength;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A maker, a device, two releases: what the tests of this topic are about. */
public final class TestFleet {
    public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    public static final OrgId ORG = new OrgId("city");
    public static final DeviceId CAM = new DeviceId("cam-07");
    public static final KeyPair MAKER_KEY = Keys.generateP256(new SecureRandom());
    public static final KeyPair DEVICE_KEY = Keys.generateP256(new SecureRandom());
    public static final Validity YEAR = new Validity(Optional.of(NOW), Instant.parse("2027-11-21T12:00:00Z"));
    public static final Challenges CHALLENGES = new Challenges(new byte[32]);

    public static final Schemes SCHEMES = BuiltInSchemes.all();

    private TestFleet() {}

    public static FileEntry file(String path, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return FileEntry.of(path, bytes.length, Digest.sha256(Sha256.of(bytes)));
    }

    /** Release 1.0.0 and 1.1.0 differ in {@code bin/app} only. */
    public static SlotMeasurement release(String version) {
        return new SlotMeasurement(List.of(
                file("bin/app", "app " + version), file("etc/config", "config"), file("lib/lib.so", "library")));
    }

    public static Corim manifest(String maker, String version) {
        return ReleaseManifest.of(maker, "cam", "cam-firmware", version, release(version), Optional.of(YEAR));
    }

    public static CoseSigner signer(KeyPair pair) {
        return CoseSigner.of(
                CoseAlgorithm.ES256,
                pair.getPrivate(),
                CoseKey.of(pair.getPublic()).kid());
    }

    public static byte[] signed(Corim corim, KeyPair key) {
        return SignedCorim.sign(corim, "Acme", corim.id().toString(), Optional.of(YEAR), signer(key));
    }

    public static MakerAnchor anchor() {
        CoseKey key = CoseKey.of(MAKER_KEY.getPublic());
        return new MakerAnchor("Acme", HexFormat.of().formatHex(key.thumbprint()), key.encode());
    }

    public static ReferenceSet references(String... versions) {
        return ReferenceSet.of(List.of(versions).stream()
                .map(version -> new ReferenceSet.Document(
                        "Acme",
                        HexFormat.of().formatHex(Sha256.of(version.getBytes(StandardCharsets.UTF_8))),
                        manifest("Acme", version)))
                .toList());
    }

    public static SlotClaims claims(byte[] nonce, String version, SlotMeasurement files) {
        return claims(nonce, version, files, Optional.of(DebugStatus.DISABLED));
    }

    public static SlotClaims claims(byte[] nonce, String version, SlotMeasurement files, Optional<DebugStatus> debug) {
        return new SlotClaims(
                nonce,
                Ueid.of("Acme", "cam", CAM.value()),
                "Acme",
                "cam",
                "cam-firmware",
                version,
                3,
                120,
                debug,
                "slot-a",
                Strength.SIMULATED,
                files,
                Optional.empty());
    }

    public static byte[] nonce(Instant at) {
        return CHALLENGES.issue(ORG, CAM, at, new Random(1)).nonce();
    }

    public static EvidenceRequest request(SlotClaims claims, KeyPair signedBy) {
        byte[] evidence = EatToken.sign(claims, signer(signedBy));
        return new EvidenceRequest(ORG, CAM, EatToken.MEDIA_TYPE, evidence, reading(evidence));
    }

    /** What becomes of a token under the device's key. */
    public static EvidenceReading reading(byte[] evidence) {
        return SCHEMES.read(
                EatToken.MEDIA_TYPE,
                evidence,
                EvidenceKeys.of(DEVICE_KEY.getPublic(), ReferenceSet.empty(), Optional.empty()));
    }

    /** An entry that evidence of the device stands in. */
    static Entry entry() {
        return new Entry(
                7,
                ORG,
                "attestation.evidence-appraised",
                CAM.subject(),
                NOW,
                NOW,
                "muster",
                new byte[32],
                Optional.empty());
    }

    /** An appraisal without a desk. */
    public static Appraisal appraise(SlotClaims claims, ReferenceSet set, Instant now) {
        EvidenceReading.Read read = (EvidenceReading.Read) reading(EatToken.sign(claims, signer(DEVICE_KEY)));
        return Appraiser.appraise(
                SCHEMES.named("linux-slots"),
                read.statement(),
                Environment.of(claims.maker(), claims.model()),
                claims.maker(),
                set,
                now);
    }
}
