package dev.muster.format.join.x509;

import static dev.muster.format.join.x509.TestAuthority.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.format.join.x509.CertificateTemplate.Issuer;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

/** Our own encoding is, byte for byte, the one that BouncyCastle's builder makes. Ed25519 signs the same twice. */
class CertificateEncodingTest {
    private static final StatusPlaces PLACES = new StatusPlaces(
            "https://muster.example:8444/pki/acme/ocsp", "https://muster.example:8444/pki/acme/a/7.crl");

    private final KeyPair signing = Keys.generate(SignatureScheme.ED25519, new SecureRandom());
    private final X509Certificate authority = new CertificateTemplate(
                    SubjectName.authority("acmé", "acmé device CA"),
                    BigInteger.ONE,
                    NOW,
                    CertificateTemplate.NO_END,
                    CertificatePurpose.AUTHORITY)
            .selfSigned(signing);
    private final Issuer issuer = new Issuer(authority, signing.getPrivate());

    @Test
    void everyPurposeIsWrittenAsTheBuilderWritesIt() throws Exception {
        KeyPair subject = Keys.generateP256(new SecureRandom());
        for (CertificatePurpose purpose : CertificatePurpose.values()) {
            CertificateTemplate template = template(purpose);
            same(template, subject);
            same(template.saying(PLACES), subject);
        }
    }

    @Test
    void everyKindOfKeyIsWrittenAsTheBuilderWritesIt() throws Exception {
        for (SignatureScheme scheme : List.of(
                SignatureScheme.ECDSA_P384_SHA384,
                SignatureScheme.ECDSA_P521_SHA512,
                SignatureScheme.ED25519,
                SignatureScheme.RSA_PSS_SHA256,
                SignatureScheme.ML_DSA_44,
                SignatureScheme.ML_DSA_87)) {
            same(template(CertificatePurpose.DEVICE), Keys.generate(scheme, new SecureRandom()));
        }
    }

    @Test
    void lengthsAtTheirEdgesAreWrittenAsTheBuilderWritesThem() throws Exception {
        KeyPair subject = Keys.generateP256(new SecureRandom());
        for (int chars = 1; chars <= SubjectName.MAX_VALUE_CHARS; chars++) {
            SubjectName name = SubjectName.factory("O".repeat(chars), "ü".repeat(chars), "s".repeat(chars));
            same(
                    new CertificateTemplate(
                            name,
                            BigInteger.ONE.shiftLeft(chars),
                            Instant.parse("2049-12-31T23:59:59Z"),
                            Instant.parse("2050-01-01T00:00:00Z"),
                            CertificatePurpose.FACTORY),
                    subject);
        }
    }

    private static CertificateTemplate template(CertificatePurpose purpose) {
        return new CertificateTemplate(
                new SubjectName(
                        Optional.of("acmé"), Optional.of("cam-3"), Optional.of("a name"), Optional.of("cam_07:1")),
                CertificateTemplate.randomSerial(new Random(purpose.name().hashCode())),
                NOW,
                NOW.plus(Duration.ofDays(14)),
                purpose,
                purpose == CertificatePurpose.SERVER ? List.of("localhost", "127.0.0.1", "::1") : List.of());
    }

    private void same(CertificateTemplate template, KeyPair subject) throws Exception {
        byte[] written = template.encode(subject.getPublic(), issuer);
        assertThat(written).as(template.toString()).isEqualTo(built(template, subject));
        X509Certificate read = CertificateReader.parse(written);
        read.verify(authority.getPublicKey());
        assertThat(read.getPublicKey()).isEqualTo(subject.getPublic());
    }

    private byte[] built(CertificateTemplate template, KeyPair subject) throws Exception {
        X500Name above = new JcaX509CertificateHolder(authority).getSubject();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                above,
                template.serial(),
                Date.from(template.notBefore()),
                Date.from(template.notAfter()),
                name(template.subject()),
                subject.getPublic());
        byPurpose(builder, template.purpose());
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(identifier(subject.getPublic())));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(identifier(authority.getPublicKey())));
        if (template.places().isPresent()) {
            builder.addExtension(
                    Extension.authorityInfoAccess,
                    false,
                    new AuthorityInformationAccess(
                            AccessDescription.id_ad_ocsp,
                            new GeneralName(GeneralName.uniformResourceIdentifier, PLACES.ocsp())));
            builder.addExtension(
                    Extension.cRLDistributionPoints, false, new CRLDistPoint(StatusPlaces.points(PLACES.list())));
        }
        ContentSigner signer = new JcaContentSignerBuilder("Ed25519").build(signing.getPrivate());
        return builder.build(signer).getEncoded();
    }

    private static void byPurpose(X509v3CertificateBuilder builder, CertificatePurpose purpose) throws Exception {
        boolean signs =
                List.of(CertificatePurpose.ROOT, CertificatePurpose.AUTHORITY).contains(purpose);
        builder.addExtension(
                Extension.basicConstraints,
                true,
                purpose == CertificatePurpose.AUTHORITY ? new BasicConstraints(0) : new BasicConstraints(signs));
        builder.addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(signs ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature));
        for (KeyPurposeId usage : usages(purpose)) {
            boolean critical = List.of(
                            CertificatePurpose.VERIFIER, CertificatePurpose.MAINTENANCE, CertificatePurpose.RESPONDER)
                    .contains(purpose);
            builder.addExtension(Extension.extendedKeyUsage, critical, new ExtendedKeyUsage(usage));
        }
        if (purpose == CertificatePurpose.SERVER) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                new GeneralName(GeneralName.dNSName, "localhost"),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                new GeneralName(GeneralName.iPAddress, "::1")
            }));
        }
        if (purpose == CertificatePurpose.STATUS) {
            builder.addExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);
        }
    }

    private static List<KeyPurposeId> usages(CertificatePurpose purpose) {
        return switch (purpose) {
            case DEVICE -> List.of(KeyPurposeId.id_kp_clientAuth);
            case SERVER -> List.of(KeyPurposeId.id_kp_serverAuth);
            case STATUS -> List.of(KeyPurposeId.id_kp_OCSPSigning);
            case VERIFIER -> List.of(usage(CertificatePurpose.VERIFIER_USAGE));
            case MAINTENANCE -> List.of(usage(CertificatePurpose.MAINTENANCE_USAGE));
            case RESPONDER -> List.of(usage("1.3.6.1.5.5.7.3.27"));
            case ATTESTATION_KEY -> List.of(usage(CertificatePurpose.ATTESTATION_KEY_USAGE));
            case ROOT, AUTHORITY, FACTORY -> List.of();
        };
    }

    private static KeyPurposeId usage(String oid) {
        return KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid));
    }

    private static X500Name name(SubjectName subject) {
        X500NameBuilder builder = new X500NameBuilder(BCStyle.INSTANCE);
        subject.organization().ifPresent(value -> builder.addRDN(BCStyle.O, value));
        subject.organizationalUnit().ifPresent(value -> builder.addRDN(BCStyle.OU, value));
        subject.commonName().ifPresent(value -> builder.addRDN(BCStyle.CN, value));
        subject.serialNumber().ifPresent(value -> builder.addRDN(BCStyle.SERIALNUMBER, value));
        return builder.build();
    }

    /** RFC 7093 §2 method 1. */
    private static byte[] identifier(java.security.PublicKey key) throws Exception {
        byte[] bits = SubjectPublicKeyInfo.getInstance(key.getEncoded())
                .getPublicKeyData()
                .getBytes();
        byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(bits);
        return java.util.Arrays.copyOf(digest, 20);
    }

    @Test
    void whatGrowsBackwardsGrows() {
        var out = new dev.muster.format.der.DerBackwards(0);
        List<byte[]> parts = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            parts.add(new byte[] {(byte) i});
        }
        parts.reversed().forEach(out::put);
        byte[] all = out.wrap(4, 0).bytes();
        assertThat(all).hasSize(404).startsWith(4, 0x82, 1, 0x90, 0, 1, 2);
    }

    /** RFC 7093 knows ways that we do not go; a verifier compares what the two certificates say. */
    @Test
    void theIssuersKeyIsCalledWhatItsOwnCertificateCallsIt() throws Exception {
        for (int length : new int[] {8, 20, 32}) {
            byte[] called = new byte[length];
            new Random(length).nextBytes(called);
            X500Name name = new X500Name("CN=another maker's authority");
            JcaX509v3CertificateBuilder other = new JcaX509v3CertificateBuilder(
                    name, BigInteger.TWO, Date.from(NOW), Date.from(NOW.plusSeconds(60)), name, signing.getPublic());
            other.addExtension(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(called));
            X509Certificate above = CertificateReader.parse(
                    other.build(new JcaContentSignerBuilder("Ed25519").build(signing.getPrivate()))
                            .getEncoded());
            X509Certificate below = new CertificateTemplate(
                            SubjectName.authority("acme", "below"),
                            BigInteger.TEN,
                            NOW,
                            NOW.plus(Duration.ofDays(1)),
                            CertificatePurpose.STATUS)
                    .issue(Keys.generateP256(new SecureRandom()).getPublic(), new Issuer(above, signing.getPrivate()));
            assertThat(AuthorityKeyIdentifier.fromExtensions(new JcaX509CertificateHolder(below).getExtensions())
                            .getKeyIdentifierOctets())
                    .isEqualTo(called);
        }
    }
}
