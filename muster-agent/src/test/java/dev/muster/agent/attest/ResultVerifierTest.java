package dev.muster.agent.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.agent.state.Authorities;
import dev.muster.format.attest.ear.Ear;
import dev.muster.format.attest.ear.EarAppraisal;
import dev.muster.format.attest.ear.EarToken;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.attest.ear.VerifierId;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.join.x509.CertificatePurpose;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.SubjectName;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A device goes by a result only when the verifier of its organisation signed it, for this evidence, and lately. */
class ResultVerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] NONCE = new byte[32];

    private final Authority authority = new Authority("city");
    private final KeyPair verifier = Keys.generateP256(RANDOM);
    private final ResultVerifier device = new ResultVerifier(new Authorities(List.of(authority.certificate)), "city");

    /** An organisation's authority. */
    private static final class Authority {
        private final KeyPair keys = Keys.generateP256(RANDOM);
        private final X509Certificate certificate;

        Authority(String org) {
            certificate = template(SubjectName.authority(org, org + " device CA"), CertificatePurpose.AUTHORITY)
                    .selfSigned(keys);
        }

        X509Certificate issue(SubjectName subject, CertificatePurpose purpose, KeyPair to) {
            return template(subject, purpose)
                    .issue(to.getPublic(), new CertificateTemplate.Issuer(certificate, keys.getPrivate()));
        }

        private static CertificateTemplate template(SubjectName subject, CertificatePurpose purpose) {
            return new CertificateTemplate(
                    subject,
                    CertificateTemplate.randomSerial(RANDOM),
                    NOW.minus(Duration.ofDays(1)),
                    NOW.plus(Duration.ofDays(13)),
                    purpose);
        }
    }

    private X509Certificate named(SubjectName subject, CertificatePurpose purpose) {
        return authority.issue(subject, purpose, verifier);
    }

    private List<X509Certificate> good() {
        return List.of(named(SubjectName.verifier("city"), CertificatePurpose.VERIFIER));
    }

    private static Ear affirming(Optional<byte[]> nonce, Instant at) {
        EarAppraisal appraisal =
                new EarAppraisal(TrustTier.AFFIRMING, Optional.empty(), List.of(), nonce, Map.of(), Map.of());
        return new Ear(
                Ear.PROFILE,
                at,
                Optional.of(at.plus(Duration.ofHours(1))),
                new VerifierId("Muster", "test"),
                Optional.of(TrustTier.AFFIRMING),
                Optional.empty(),
                Map.of("linux-slots", appraisal),
                Optional.empty());
    }

    private static Ear affirming() {
        return affirming(Optional.of(NONCE), NOW);
    }

    private static byte[] signed(Ear ear, List<X509Certificate> chain, KeyPair by) {
        return EarToken.sign(ear, chain, CoseSigner.of(CoseAlgorithm.ES256, by.getPrivate(), Optional.empty()));
    }

    private void refused(byte[] result, Instant now, String reason, String place) {
        assertThatThrownBy(() -> device.verify(result, NONCE, now))
                .isInstanceOfSatisfying(
                        ResultRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason))
                .hasMessageContaining(place);
    }

    @Test
    void theOrganisationsVerifierIsBelievedWhateverItsKeyIsToday() throws ResultRefused {
        assertThat(device.verify(signed(affirming(), good(), verifier), NONCE, NOW)
                        .overall())
                .isEqualTo(TrustTier.AFFIRMING);
        KeyPair tomorrow = Keys.generateP256(RANDOM);
        List<X509Certificate> chain =
                List.of(authority.issue(SubjectName.verifier("city"), CertificatePurpose.VERIFIER, tomorrow));
        assertThat(device.verify(signed(affirming(), chain, tomorrow), NONCE, NOW))
                .isEqualTo(affirming());
    }

    @Test
    void noBitOfAResultCanBeChanged() throws ResultRefused {
        byte[] result = signed(affirming(), good(), verifier);
        assertThat(device.verify(result, NONCE, NOW)).isNotNull();
        for (int at = 0; at < result.length; at++) {
            byte[] bent = result.clone();
            bent[at] ^= 1;
            assertThatThrownBy(() -> device.verify(bent, NONCE, NOW))
                    .as("byte " + at)
                    .isInstanceOf(ResultRefused.class);
        }
    }

    @Test
    void anotherKeyThanThatOfTheCertificateIsABadSignature() {
        refused(signed(affirming(), good(), Keys.generateP256(RANDOM)), NOW, "result-signature", "signature");
    }

    @Test
    void aResultWithoutASignersCertificateIsRefused() {
        CoseSigner signer = CoseSigner.of(CoseAlgorithm.ES256, verifier.getPrivate(), Optional.empty());
        refused(EarToken.sign(affirming(), signer), NOW, "result-signer-missing", "/headers/33");
    }

    @Test
    void anAuthorityOfTheSameNameIsNotTheOneThatWasJoined() {
        Authority imitator = new Authority("city");
        List<X509Certificate> chain =
                List.of(imitator.issue(SubjectName.verifier("city"), CertificatePurpose.VERIFIER, verifier));
        refused(signed(affirming(), chain, verifier), NOW, "result-signer-untrusted", "/headers/33");
        List<X509Certificate> withRoot = List.of(chain.getFirst(), imitator.certificate);
        refused(signed(affirming(), withRoot, verifier), NOW, "result-signer-untrusted", "chain-untrusted");
    }

    @Test
    void aDeviceOfTheSameOrganisationDoesNotJudgeAnother() {
        for (SubjectName subject : List.of(SubjectName.device("city", "cam-08"), SubjectName.verifier("city"))) {
            List<X509Certificate> chain = List.of(named(subject, CertificatePurpose.DEVICE));
            refused(signed(affirming(), chain, verifier), NOW, "result-signer-not-verifier", "is not the verifier");
        }
    }

    @Test
    void theVerifierOfAnotherOrganisationIsForeign() {
        List<X509Certificate> chain = List.of(named(SubjectName.verifier("village"), CertificatePurpose.VERIFIER));
        refused(signed(affirming(), chain, verifier), NOW, "result-signer-not-verifier", "O=village");
    }

    @Test
    void aResultForOtherEvidenceIsRefused() {
        byte[] other = new byte[32];
        other[31] = 1;
        refused(
                signed(affirming(Optional.of(other), NOW), good(), verifier),
                NOW,
                "result-nonce",
                "/submods/linux-slots/eat_nonce");
        refused(signed(affirming(Optional.empty(), NOW), good(), verifier), NOW, "result-nonce", "eat_nonce");
    }

    @Test
    void aResultOfAnotherTimeIsRefusedAndTheClockIsNamed() throws ResultRefused {
        byte[] result = signed(affirming(), good(), verifier);
        Instant late = NOW.plus(Duration.ofMinutes(66));
        refused(result, late, "result-expired", "/exp");
        refused(result, late, "result-expired", "this device's clock says " + late);
        refused(result, NOW.minus(Duration.ofMinutes(6)), "result-from-the-future", "/iat");
        assertThat(device.verify(result, NONCE, NOW.plus(Duration.ofMinutes(64))))
                .isNotNull();
        assertThat(device.verify(result, NONCE, NOW.minus(Duration.ofMinutes(4))))
                .isNotNull();
    }

    @Test
    void aCertificateOfAnotherTimeIsRefusedAndTheClockIsNamed() {
        Instant late = NOW.plus(Duration.ofDays(14));
        byte[] result = signed(affirming(Optional.of(NONCE), late), good(), verifier);
        refused(result, late, "result-signer-untrusted", "certificate-expired");
        refused(result, late, "result-signer-untrusted", "this device's clock says " + late);
    }

    @Test
    void whatIsNoResultIsRefusedAndNotThrown() {
        refused(new byte[0], NOW, "result-malformed", "");
        refused(new byte[] {(byte) 0xd2, (byte) 0x84}, NOW, "result-malformed", "");
        refused(new byte[1000], NOW, "result-malformed", "");
    }
}
