package dev.muster.format.join.x509;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.crypto.Keys;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Random;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Test;

/** Questions and bytes that are none. What openssl says of the answers is in the server's RevocationTest. */
class OcspAnswerTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    private final KeyPair keys = Keys.generateP256(new SecureRandom());
    private final X509Certificate authority = new CertificateTemplate(
                    SubjectName.authority("demo", "demo device CA"),
                    BigInteger.TEN,
                    NOW.minusSeconds(60),
                    NOW.plusSeconds(3600),
                    CertificatePurpose.AUTHORITY)
            .selfSigned(keys);
    private final OcspAnswer answers = new OcspAnswer(
            new CertificateTemplate.Issuer(authority, keys.getPrivate()),
            serial -> new OcspAnswer.Status.Good(),
            NOW,
            NOW.plusSeconds(300));

    @Test
    void theNonceComesBackUnderTheAuthoritysSignature() throws Exception {
        Extension nonce = new Extension(
                OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(new byte[] {4, 2, 7, 9}));
        CertificateID id = new CertificateID(
                new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
                new X509CertificateHolder(authority.getEncoded()),
                BigInteger.TWO);
        byte[] request = new OCSPReqBuilder()
                .addRequest(id)
                .setRequestExtensions(new Extensions(nonce))
                .build()
                .getEncoded();
        BasicOCSPResp response = (BasicOCSPResp) new OCSPResp(answers.to(request)).getResponseObject();
        assertThat(response.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce))
                .isEqualTo(nonce);
        assertThat(response.isSignatureValid(new JcaContentVerifierProviderBuilder().build(keys.getPublic())))
                .isTrue();
    }

    @Test
    void bytesThatAreNoQuestionAreToldSo() throws Exception {
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            byte[] junk = new byte[random.nextInt(200)];
            random.nextBytes(junk);
            if (junk.length > 1 && i % 2 == 0) {
                junk[0] = 0x30;
                junk[1] = (byte) (junk.length - 2);
            }
            assertThat(new OCSPResp(answers.to(junk)).getStatus()).isEqualTo(OCSPResp.MALFORMED_REQUEST);
        }
    }
}
