package dev.muster.format.network.mud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.Vectors;
import dev.muster.format.network.mud.MudSignature.Verdict;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cisco's signed file: the one public signature of a MUD file, made by openssl with content type {@code data}. */
class MudSignatureTest {
    private static final Instant NOW = Instant.parse("2026-11-29T00:00:00Z");
    private static final X500Principal SIGNER =
            new X500Principal("CN=luminaire.example.com,O=Demo Luminaire Manufacturer");

    private byte[] file = {};
    private byte[] signature = {};
    private List<X509Certificate> anchors = List.of();

    @BeforeEach
    void read() throws CertificateException {
        file = Vectors.bytes("mud/cisco/luminaire/fs/Luminaire_150.json");
        signature = Vectors.bytes("mud/cisco/luminaire/fs/Luminaire_150.p7s");
        anchors = List.of((X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(Vectors.bytes("mud/cisco/luminaire/luminaire-cacert.pem"))));
    }

    @Test
    void theSignedFileOfCiscoIsVerified() {
        Verdict verdict = MudSignature.verify(file, signature, anchors, Optional.of(SIGNER), NOW);
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Verified.class, v -> {
            assertThat(v.registeredType()).isFalse();
            assertThat(v.signer().getSubjectX500Principal()).isEqualTo(SIGNER);
        });
    }

    @Test
    void everythingElseIsRefusedByItsName() {
        byte[] changed = file.clone();
        changed[changed.length / 2] ^= 1;
        assertThat(reason(changed, signature, anchors, SIGNER, NOW)).isEqualTo("signature");
        assertThat(reason(file, signature, List.of(), SIGNER, NOW)).isEqualTo("chain-untrusted");
        assertThat(reason(file, signature, anchors, new X500Principal("CN=other"), NOW))
                .isEqualTo("other-signer");
        assertThat(reason(file, signature, anchors, SIGNER, Instant.parse("2030-01-01T00:00:00Z")))
                .isEqualTo("certificate-expired");
        assertThat(reason(file, new byte[] {0x30, 3, 1}, anchors, SIGNER, NOW)).isEqualTo("unreadable");
        assertThat(reason(file, new byte[MudSignature.BYTES_MOST + 1], anchors, SIGNER, NOW))
                .isEqualTo("signature-too-long");
    }

    @Test
    void aSignatureWithTheRegisteredTypeHolds() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair key = generator.generateKeyPair();
        ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate());
        X500Name name = new X500Name("CN=maker");
        X509Certificate certificate = new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.ONE,
                                Date.from(Instant.EPOCH),
                                Date.from(NOW.plusSeconds(1_000_000_000)),
                                name,
                                key.getPublic())
                        .build(signer));
        CMSSignedDataGenerator cms = new CMSSignedDataGenerator();
        cms.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                .build(signer, certificate));
        cms.addCertificates(new JcaCertStore(List.of(certificate)));
        byte[] own = "{}".getBytes(StandardCharsets.UTF_8);
        byte[] signed = cms.generate(
                        new CMSProcessableByteArray(new ASN1ObjectIdentifier(MudSignature.ID_CT_MUDTYPE), own), false)
                .getEncoded();
        assertThat(MudSignature.verify(own, signed, List.of(certificate), Optional.empty(), NOW))
                .isInstanceOfSatisfying(
                        Verdict.Verified.class,
                        v -> assertThat(v.registeredType()).isTrue());
    }

    private static String reason(
            byte[] file, byte[] signature, List<X509Certificate> anchors, X500Principal signer, Instant now) {
        return MudSignature.verify(file, signature, anchors, Optional.of(signer), now)
                        instanceof Verdict.Refused refused
                ? refused.reason()
                : "verified";
    }
}
