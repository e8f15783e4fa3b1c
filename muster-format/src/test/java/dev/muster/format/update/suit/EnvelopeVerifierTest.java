package dev.muster.format.update.suit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Curve;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.update.suit.EnvelopeVerifier.Signer;
import dev.muster.format.update.suit.EnvelopeVerifier.Verification;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeVerifierTest {
    private static final byte[] IMAGE = "an image".getBytes(StandardCharsets.US_ASCII);
    private static final KeyPair MAKER = Keys.generateP256(new SecureRandom());
    private static final KeyPair STRANGER = Keys.generateP256(new SecureRandom());

    private final EnvelopeVerifier verifier = new EnvelopeVerifier(List.of(signer("maker", MAKER.getPublic())));

    private static Signer signer(String name, PublicKey key) {
        return new Signer(name, VerificationKey.of(key));
    }

    private static CoseSigner key(CoseAlgorithm algorithm, KeyPair pair) {
        return CoseSigner.of(algorithm, pair.getPrivate(), Optional.empty());
    }

    private static EnvelopeBuilder release() {
        return EnvelopeBuilder.of(new FirmwareTemplate(
                        2,
                        RecordingDevice.VENDOR,
                        RecordingDevice.CLASS,
                        SuitDigest.sha256(IMAGE),
                        IMAGE.length,
                        "#firmware",
                        "2.0",
                        "closes a hole")
                .manifest());
    }

    private static void assertRefused(Verification verification, Reason reason, String detail) {
        assertThat(verification).isInstanceOfSatisfying(Verification.Refused.class, refused -> {
            assertThat(refused.detail()).contains(detail);
            assertThat(refused.reason()).isEqualTo(reason);
        });
    }

    /** The public key of private_key.pem, which the drafts' examples are signed with; PKCS#8 holds it at its end. */
    static Signer draftKey() {
        byte[] pkcs8 = Pem.first(
                new String(SuitVectors.bytes("manifest/private_key.pem"), StandardCharsets.US_ASCII), "PRIVATE KEY");
        byte[] x = Arrays.copyOfRange(pkcs8, pkcs8.length - 64, pkcs8.length - 32);
        byte[] y = Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length);
        assertThat(new BigInteger(1, x).signum()).isPositive();
        return signer("draft", Curve.P256.publicKey(x, y));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void theDraftsExamplesVerifyWithTheirKey(int example) {
        Envelope envelope = Envelope.parse(SuitVectors.example(example));
        assertThat(new EnvelopeVerifier(List.of(draftKey())).verify(envelope))
                .isEqualTo(new Verification.Verified(List.of("draft")));
        assertRefused(verifier.verify(envelope), Reason.UNAUTHORISED, "nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"example0_dependent", "example1_process"})
    void theTrustDomainsExamplesVerifyWithEsp256(String name) {
        Envelope envelope = Envelope.parse(SuitVectors.hex("trust-domains/" + name + ".hex"));
        assertThat(new EnvelopeVerifier(List.of(draftKey())).verify(envelope))
                .isEqualTo(new Verification.Verified(List.of("draft")));
    }

    @Test
    void aMacOfNobodyWeShareAKeyWithIsRefused() {
        Envelope envelope = Envelope.parse(SuitVectors.hex("encryption/suit-manifest-aes-kw.hex.signed"));
        assertRefused(verifier.verify(envelope), Reason.UNAUTHORISED, "nobody");
    }

    @ParameterizedTest
    @EnumSource(names = {"ED25519", "EDDSA", "ESP384", "ML_DSA_44", "ML_DSA_65", "ML_DSA_87"})
    void everySignatureOfTheProfilesIsAccepted(CoseAlgorithm algorithm) {
        KeyPair pair = Keys.generate(algorithm.scheme(), new SecureRandom());
        EnvelopeVerifier other =
                new EnvelopeVerifier(List.of(new Signer("other", new VerificationKey(algorithm, pair.getPublic()))));
        byte[] envelope = release().sign(key(algorithm, pair));
        assertThat(other.verify(Envelope.parse(envelope))).isEqualTo(new Verification.Verified(List.of("other")));
        assertRefused(verifier.verify(Envelope.parse(envelope)), Reason.UNAUTHORISED, "nobody");
    }

    @Test
    void bothNumbersOfTheSameAlgorithmAreAccepted() {
        for (CoseAlgorithm algorithm : List.of(CoseAlgorithm.ES256, CoseAlgorithm.ESP256)) {
            assertThat(verifier.verify(Envelope.parse(release().sign(key(algorithm, MAKER)))))
                    .isEqualTo(new Verification.Verified(List.of("maker")));
        }
    }

    @Test
    void aWrongSignerIsRefusedAndAStrangerBesideARightOneDoesNoHarm() {
        CoseSigner maker = key(CoseAlgorithm.ESP256, MAKER);
        CoseSigner stranger = key(CoseAlgorithm.ESP256, STRANGER);
        assertRefused(
                verifier.verify(Envelope.parse(release().sign(stranger))),
                Reason.UNAUTHORISED,
                "nobody that is trusted");
        assertThat(verifier.verify(Envelope.parse(release().sign(stranger, maker))))
                .isEqualTo(new Verification.Verified(List.of("maker")));
    }

    @Test
    void anUnsignedEnvelopeIsRefused() {
        assertRefused(verifier.verify(Envelope.parse(release().sign())), Reason.UNAUTHORISED, "not signed");
    }

    @Test
    void anotherManifestUnderTheSameSignatureIsRefused() {
        Envelope good = Envelope.parse(release().sign(key(CoseAlgorithm.ESP256, MAKER)));
        byte[] other = good.manifestBytes().clone();
        other[3] ^= 1;
        byte[] forged = SuitWriter.envelope(
                good.authentication().digestBytes(),
                List.of(good.authentication().blocks().getFirst().encoded()),
                other,
                new TreeMap<>(),
                new TreeMap<>());
        assertRefused(verifier.verify(Envelope.parse(forged)), Reason.UNAUTHORISED, "digest that was signed");
    }

    @Test
    void anotherDigestUnderTheSameSignatureIsRefused() {
        Envelope good = Envelope.parse(release().sign(key(CoseAlgorithm.ESP256, MAKER)));
        byte[] other = good.manifestBytes().clone();
        other[3] ^= 1;
        byte[] forged = SuitWriter.envelope(
                SuitWriter.digest(SuitDigest.sha256Wrapped(other)),
                List.of(good.authentication().blocks().getFirst().encoded()),
                other,
                new TreeMap<>(),
                new TreeMap<>());
        assertRefused(verifier.verify(Envelope.parse(forged)), Reason.UNAUTHORISED, "nobody");
    }

    /** Every byte of a signed envelope matters, except for the integrated payload, which the image digest covers. */
    @Test
    void everyFlippedBitOfTheManifestOrTheSignatureIsSeen() {
        byte[] good = release().sign(key(CoseAlgorithm.ESP256, MAKER));
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 0x10;
            Verification verification;
            try {
                verification = verifier.verify(Envelope.parse(bad));
            } catch (SuitException e) {
                continue;
            }
            assertThat(verification).as("byte " + at).isInstanceOf(Verification.Refused.class);
        }
    }

    @Test
    void aSeveredEnvelopeInstalls() {
        byte[] bytes = release()
                .sever(CodePoints.INSTALL)
                .sever(CodePoints.TEXT)
                .integrate("#firmware", IMAGE)
                .sign(key(CoseAlgorithm.ESP256, MAKER));
        Envelope envelope = Envelope.parse(bytes);
        assertThat(verifier.verify(envelope)).isInstanceOf(Verification.Verified.class);
        RecordingDevice device = new RecordingDevice();
        assertThat(Processor.update(Manifest.parse(envelope), envelope, device)).isInstanceOf(Outcome.Completed.class);
        assertThat(device.components.get(FirmwareTemplate.FIRMWARE)).isEqualTo(IMAGE);
    }

    @Test
    void aSignedReportIsOfItsSignerAndItsType() {
        Report report = Report.refused("", SuitDigest.sha256(IMAGE), Reason.UNAUTHORISED, "no");
        SignedReport signed = SignedReport.parse(SignedReport.sign(report, key(CoseAlgorithm.ES256, MAKER)));
        assertThat(signed.report()).isEqualTo(report);
        assertThat(signed.verify(VerificationKey.of(MAKER.getPublic())).valid()).isTrue();
        assertThat(signed.verify(VerificationKey.of(STRANGER.getPublic())).valid())
                .isFalse();
        CoseSign1 untyped = Sign1Builder.create().payload(report.encode()).sign(key(CoseAlgorithm.ES256, MAKER));
        assertThatThrownBy(() -> SignedReport.parse(untyped.encode()))
                .isInstanceOf(SuitException.class)
                .hasMessageContaining("content type");
    }

    @Test
    void anArtifactIsNamedByItsDigest() {
        byte[] digest = SuitDigest.sha256(IMAGE).value();
        assertThat(ArtifactUri.digest(ArtifactUri.of(digest))).hasValue(digest);
        assertThat(ArtifactUri.digest("ni:///sha-256;AAAA")).isEmpty();
        assertThat(ArtifactUri.digest("https://example.net/x")).isEmpty();
        byte[] known = HexFormat.of().parseHex("53269057e12fe2b74ba07c892560a2d753877eb62ff44d5a19002530ed97ffe4");
        assertThat(ArtifactUri.of(known)).isEqualTo("ni:///sha-256;UyaQV-Ev4rdLoHyJJWCi11OHfrYv9E1aGQAlMO2X_-Q");
    }
}
