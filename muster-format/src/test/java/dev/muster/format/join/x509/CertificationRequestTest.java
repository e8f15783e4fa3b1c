package dev.muster.format.join.x509;

import static dev.muster.format.join.x509.TestAuthority.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificationRequestTest {

    /** openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 with a requested extension, version 3.0.19. */
    private static final String OPENSSL_CSR =
            "MIH9MIGkAgEAMCAxDTALBgNVBAoMBGFjbWUxDzANBgNVBAUTBmNhbS0wNzBZMBMGByqGSM49AgEGCCqGSM49"
                    + "AwEHA0IABB6hm29+5WvRM9xwpxFPpt5cT0kGhfb874fLzNott6Si+zzVdChCjCHNcvc76p34gi/ll+WzeljG"
                    + "zeX+1Bph6kKgIjAgBgkqhkiG9w0BCQ4xEzARMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIh"
                    + "AMuL0fd17oBl/QVvJGqWjfs9aVZlHFheXDaJHThHB688AiAjDuWQKJHoekO2XEEAnCEy++PU2WLfD+I2w1y8"
                    + "Va0t8Q==";

    /** openssl req -new -newkey rsa:2048. */
    private static final String RSA_CSR =
            "MIICZTCCAU0CAQAwIDENMAsGA1UECgwEYWNtZTEPMA0GA1UEBRMGY2FtLTA3MIIBIjANBgkqhkiG9w0BAQEF"
                    + "AAOCAQ8AMIIBCgKCAQEAk25BE+kosz0YwqiGmUr8vVofmyCJW0CdtO4j1an7Gp5lufjMTh1NAS+NGyuZ67un"
                    + "iXCHpTDjI9AjEQjnKgCoFKN4zaq7QVQPRny4OIh3fpXpUoOioV15sXSjS5v49xKm1IcwnU6q5GEE87Ju12KQ"
                    + "aC+hx9ZCjHIP8EAbRlXoLoI5jo15j8qxeujLjXruKeItMSHTixIULTFXOcvzgK6BO7KN1LfMx1t5X7QJrc+y"
                    + "MsJN0lJCTtobM3IFwGAByDzGwaH/ju2fCqEwriMpz34dGzEhlzqNs3dN3fSPyeUYVbbuFyLY6W0Peg1qS7tj"
                    + "Za4RvR44DDdA+DqMHpwhttESiQIDAQABoAAwDQYJKoZIhvcNAQELBQADggEBAH28UkPE3SxTFna7avJpCz0x"
                    + "o2yJxz3F43u2fGJMJR0HWLRU3UR+8c9jGuh42KTz5pEGRWrhn4T3moyKX0TgWYNsIqFpUUpntvweTW44s7qM"
                    + "Nw3P0yfQom7rBAafLan6yI8EPVRW9SORvPocb7PMQpX+ewmyL+r0J3IutlKek3QVsxy1N7iu+ExjzwRpgU1l"
                    + "xl3iSHpbFH1ybydJyR1sI2X0y3TL2RH6Iq9HBHOTTUgDWkT5MbSVOO7g2mLQJg5aCBCkQtOg6E5eybJt9pCE"
                    + "CcN6cgIRXJRy++p/tJbYM3uNvfgcGFxhI5VPTWdSUH/xnc+EWuzq8AtG88qMlsKvJBA=";

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1"})
    void aRequestIsReadBackWithItsSubjectAndKey(String curve) {
        KeyPair keys = keys(curve);
        CertificationRequest made = CertificationRequest.create(SubjectName.device("acme", "cam-07"), keys);
        CertificationRequest read = CertificationRequest.parse(made.encode());
        assertThat(read.subject().serialNumber()).contains("cam-07");
        assertThat(read.subject().organization()).contains("acme");
        assertThat(read.isFor(keys.getPublic())).isTrue();
        assertThat(read.provesPossession()).isTrue();
    }

    @Test
    void aRequestMadeByOpensslIsRead() {
        CertificationRequest read =
                CertificationRequest.parse(Base64.getMimeDecoder().decode(OPENSSL_CSR));
        assertThat(read.subject().serialNumber()).contains("cam-07");
        assertThat(read.keyType()).isEqualTo(KeyType.P256);
        assertThat(read.provesPossession()).isTrue();
    }

    @Test
    void anRsaRequestMadeByOpensslIsRead() {
        CertificationRequest read =
                CertificationRequest.parse(Base64.getMimeDecoder().decode(RSA_CSR));
        assertThat(read.keyType()).isEqualTo(KeyType.RSA);
        assertThat(read.provesPossession()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp224r1", "secp256k1", "brainpoolP256r1"})
    void aCurveThatIsNotTakenIsNamedAndNotMalformed(String curve) throws Exception {
        var provider = new org.bouncycastle.jce.provider.BouncyCastleProvider();
        var generator = java.security.KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(new java.security.spec.ECGenParameterSpec(curve));
        KeyPair keys = generator.generateKeyPair();
        byte[] der = new org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder(
                        new org.bouncycastle.asn1.x500.X500Name("CN=x"), keys.getPublic())
                .build(new org.bouncycastle.operator.jcajce.JcaContentSignerBuilder("SHA256withECDSA")
                        .setProvider(provider)
                        .build(keys.getPrivate()))
                .getEncoded();
        assertThat(CertificationRequest.read(der))
                .isInstanceOfSatisfying(
                        CertificationRequest.Reading.Unsupported.class,
                        unsupported -> assertThat(unsupported.detail()).contains("curve"));
    }

    @Test
    void aHashThatIsNotSoundIsNamedAndNotMalformed() throws Exception {
        KeyPair keys = keys("secp256r1");
        byte[] der = new org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder(
                        new org.bouncycastle.asn1.x500.X500Name("CN=x"), keys.getPublic())
                .build(new org.bouncycastle.operator.jcajce.JcaContentSignerBuilder("SHA1withECDSA")
                        .build(keys.getPrivate()))
                .getEncoded();
        assertThat(CertificationRequest.read(der)).isInstanceOf(CertificationRequest.Reading.Unsupported.class);
    }

    @Test
    void anotherKeysSignatureProvesNothing() {
        byte[] victim = CertificationRequest.create(SubjectName.device("acme", "cam-07"), keys("secp256r1"))
                .encode();
        byte[] thief = CertificationRequest.create(SubjectName.device("acme", "cam-07"), keys("secp256r1"))
                .encode();
        // Same lengths up to the DER of two ECDSA numbers: graft the thief's signature onto the victim's request.
        byte[] grafted = graft(victim, thief);
        assertThat(CertificationRequest.parse(grafted).provesPossession()).isFalse();
    }

    @Test
    void everyFlippedBitIsMalformedOrProvesNothing() {
        byte[] der = CertificationRequest.create(SubjectName.device("acme", "cam-07"), keys("secp256r1"))
                .encode();
        for (int i = 0; i < der.length; i++) {
            byte[] bent = der.clone();
            bent[i] ^= 0x04;
            try {
                assertThat(CertificationRequest.parse(bent).provesPossession())
                        .as("byte %d", i)
                        .isFalse();
            } catch (X509Exception expected) {
                assertThat(expected.path()).startsWith("csr").doesNotContain("null");
            } catch (RuntimeException other) {
                throw new AssertionError("byte " + i + " threw " + other, other);
            }
        }
    }

    @Test
    void bytesAfterTheRequestAreRefused() {
        byte[] der = CertificationRequest.create(SubjectName.device("acme", "cam-07"), keys("secp256r1"))
                .encode();
        assertThatThrownBy(() -> CertificationRequest.parse(Arrays.copyOf(der, der.length + 1)))
                .isInstanceOf(X509Exception.class);
    }

    @Test
    void anOversizedRequestIsRefusedBeforeItIsRead() {
        assertThatThrownBy(() -> CertificationRequest.parse(new byte[CertificationRequest.MAX_BYTES + 1]))
                .isInstanceOf(X509Exception.class)
                .hasMessageContaining("longer than");
    }

    @Test
    void deepNestingIsMalformedAndNotAStackOverflow() {
        byte[] deep = new byte[CertificationRequest.MAX_BYTES];
        for (int i = 0; i + 1 < deep.length; i += 2) {
            deep[i] = 0x30;
            deep[i + 1] = (byte) 0x80;
        }
        assertThatThrownBy(() -> CertificationRequest.parse(deep)).isInstanceOf(X509Exception.class);
    }

    @Test
    void twoSerialNumbersInASubjectAreRefused() {
        assertThatThrownBy(() -> SubjectName.of(new X500Principal(
                        "serialNumber=cam-07, serialNumber=cam-08, O=acme", Map.of("serialNumber", "2.5.4.5"))))
                .isInstanceOf(X509Exception.class)
                .hasMessageContaining("twice");
    }

    private static byte[] graft(byte[] body, byte[] signature) {
        var victim = org.bouncycastle.asn1.pkcs.CertificationRequest.getInstance(body);
        var thief = org.bouncycastle.asn1.pkcs.CertificationRequest.getInstance(signature);
        try {
            return new org.bouncycastle.asn1.pkcs.CertificationRequest(
                            victim.getCertificationRequestInfo(), victim.getSignatureAlgorithm(), thief.getSignature())
                    .getEncoded("DER");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
