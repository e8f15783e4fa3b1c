package dev.muster.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseMacVerifier;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.MacAlgorithm;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.format.join.x509.SubjectName;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A given key verifies what it may verify and nothing else, in whichever form it comes, and vouches for what it made alone. */
class InspectLimitsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final KeyPair PAIR = Keys.generateP256(RANDOM);
    private static final KeyPair OTHER = Keys.generate(SignatureScheme.ECDSA_P384_SHA384, RANDOM);
    private static final byte[] CONTENT = {1, 2, 3};
    private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");
    private static final String AT = "2026-11-21T12:00:00Z";

    @TempDir
    Path folder;

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static CoseSigner signer(CoseAlgorithm algorithm, KeyPair pair) {
        return CoseSigner.of(algorithm, pair.getPrivate(), Optional.empty());
    }

    private static byte[] signed() {
        return CoseSign1.sign(CborMap.EMPTY, CONTENT, signer(CoseAlgorithm.ES256, PAIR))
                .encode();
    }

    private static String coordinate(BigInteger value) {
        byte[] bytes = new byte[32];
        byte[] own = value.toByteArray();
        for (int i = 0; i < Math.min(32, own.length); i++) {
            bytes[31 - i] = own[own.length - 1 - i];
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String jwk(String more) {
        ECPublicKey key = (ECPublicKey) PAIR.getPublic();
        return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\""
                + coordinate(key.getW().getAffineX()) + "\",\"y\":\""
                + coordinate(key.getW().getAffineY()) + "\"" + more + "}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | 0",
                ",\"alg\":\"ES256\" | 0",
                ",\"alg\":\"ES384\" | 2",
                ",\"alg\":\"ECDH-ES\" | 2",
                ",\"alg\":\"RS256\" | 2",
                ",\"key_ops\":[\"verify\"] | 0",
                ",\"key_ops\":[\"deriveKey\"] | 2",
                ",\"key_ops\":[\"something new\"] | 2",
                ",\"key_ops\":[] | 2",
                ",\"use\":\"sig\" | 0",
                ",\"use\":\"enc\" | 2",
                ",\"x\":\"AAAA\" | 2",
            })
    void aWebKeyIsBoundByItsOwnWords(String more, int status) throws IOException {
        Inspected result = Inspected.of(file("m", signed()), "--key", file("k.jwk", jwk(more)));
        assertThat(result.status()).as(result.out() + result.err()).isEqualTo(status);
        assertThat(result.out().contains("signature: valid")).isEqualTo(status == 0);
    }

    @Test
    void webKeysInAListAreKeys() throws IOException {
        Path list = file("k.json", "[{\"kty\":\"new\"}, " + jwk("") + "]");
        assertThat(Inspected.of(file("m", signed()), "--key", list).status()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"HS256, 0", "HS384, 2", "A256KW, 2", "A256GCM, 2", "dir, 2", "ES256, 2", "none, 2"})
    void aSharedWebKeyAuthenticatesUnderItsOwnAlgorithmOnly(String algorithm, int status) throws IOException {
        byte[] secret = new byte[32];
        byte[] message = CoseMacVerifier.of(Crypto.standard(), CoseProfile.STRICT)
                .authenticate(
                        CborMap.EMPTY,
                        CONTENT,
                        new byte[0],
                        MacAlgorithm.HMAC_256_256,
                        CoseKey.symmetric(secret, Optional.empty()))
                .encode();
        String key = "{\"kty\":\"oct\",\"use\":\"enc\",\"alg\":\"" + algorithm + "\",\"k\":\""
                + Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "\"}";
        Inspected result = Inspected.of(file("m", message), "--key", file("k.jwk", key));
        assertThat(result.status()).as(result.out() + result.err()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"ED25519, ED25519", "ED448, ED448"})
    void aPrivateEdwardsKeyStandsForItsPublicHalf(SignatureScheme scheme, CoseAlgorithm algorithm) throws IOException {
        KeyPair pair = Keys.generate(scheme, RANDOM);
        byte[] message =
                CoseSign1.sign(CborMap.EMPTY, CONTENT, signer(algorithm, pair)).encode();
        Path key = file("k.pem", new Pem("PRIVATE KEY", pair.getPrivate().getEncoded()).encode());
        Inspected result = Inspected.of(file("m", message), "--key", key);
        assertThat(result.status()).as(result.out() + result.err()).isZero();
    }

    private static X509CertificateHolder certificate(
            String subject, KeyPair keys, String issuer, PrivateKey by, boolean authority, int usage) throws Exception {
        return new JcaX509v3CertificateBuilder(
                        new X500Name("CN=" + issuer),
                        new BigInteger(64, RANDOM),
                        Date.from(FROM),
                        Date.from(FROM.plusSeconds(30 * 86_400L)),
                        new X500Name("CN=" + subject),
                        keys.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
                .addExtension(Extension.keyUsage, true, new KeyUsage(usage))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(by));
    }

    private static String pem(X509CertificateHolder certificate) throws IOException {
        return new Pem("CERTIFICATE", certificate.getEncoded()).encode();
    }

    @ParameterizedTest
    @CsvSource({"128, 0", "64, 0", "8, 2", "32, 2", "4, 2"})
    void theKeyOfACertificateSignsOnlyWhenItsUsageSaysSo(int usage, int status) throws Exception {
        X509CertificateHolder own = certificate("own", PAIR, "own", PAIR.getPrivate(), usage == 4, usage);
        Inspected result = Inspected.of(file("m", signed()), "--key", file("c.pem", pem(own)), "--at", AT);
        assertThat(result.status()).as(result.out() + result.err()).isEqualTo(status);
    }

    private record Signing(KeyPair keys, X509CertificateHolder certificate) {}

    private static byte[] cms(List<Signing> signers) throws Exception {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        for (Signing one : signers) {
            generator.addSignerInfoGenerator(new JcaSimpleSignerInfoGeneratorBuilder()
                    .build("SHA256withECDSA", one.keys().getPrivate(), one.certificate()));
            generator.addCertificate(one.certificate());
        }
        return generator.generate(new CMSProcessableByteArray(CONTENT), true).getEncoded();
    }

    @Test
    void everySignerOfACmsMessageCountsAndItsKeyMustBeForSignatures() throws Exception {
        KeyPair root = Keys.generateP256(RANDOM);
        X509CertificateHolder anchor = certificate("root", root, "root", root.getPrivate(), true, KeyUsage.keyCertSign);
        Path trust = file("root.pem", pem(anchor));
        Signing good = new Signing(
                PAIR, certificate("good", PAIR, "root", root.getPrivate(), false, KeyUsage.digitalSignature));
        Signing agrees =
                new Signing(PAIR, certificate("agrees", PAIR, "root", root.getPrivate(), false, KeyUsage.keyAgreement));
        Signing stranger = new Signing(
                OTHER, certificate("far", OTHER, "far", OTHER.getPrivate(), false, KeyUsage.digitalSignature));
        assertThat(cmsStatus(trust, List.of(good))).isZero();
        assertThat(cmsStatus(trust, List.of(agrees))).isEqualTo(1);
        assertThat(cmsStatus(trust, List.of(good, stranger))).isEqualTo(1);
        assertThat(cmsStatus(trust, List.of(stranger, good))).isEqualTo(1);
    }

    private int cmsStatus(Path trust, List<Signing> signers) throws Exception {
        Inspected result = Inspected.of(file("m.p7", cms(signers)), "--trust", trust, "--at", AT);
        assertThat(result.out()).as(result.err()).startsWith("CMS signed data");
        return result.status();
    }

    @Test
    void aRequestIsSignedByItsOwnKeyAndByNoOtherOne() throws IOException {
        Path request = file(
                "r.der",
                CertificationRequest.create(SubjectName.device("acme", "cam-07"), PAIR)
                        .encode());
        Path own = file("own.key", CoseKey.of(PAIR.getPublic()).encode());
        Path other = file("other.key", CoseKey.of(OTHER.getPublic()).encode());
        assertThat(Inspected.of(request).status()).isZero();
        assertThat(Inspected.of(request, "--key", own).status()).isZero();
        Inspected asked = Inspected.of(request, "--key", other);
        assertThat(asked.out()).contains("which is none of the given");
        assertThat(asked.status()).isEqualTo(2);
    }
}
