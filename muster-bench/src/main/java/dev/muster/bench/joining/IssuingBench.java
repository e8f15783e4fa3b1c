package dev.muster.bench.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.joining.LocalIdentity;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.CertificateTemplate.Issuer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates of devices, one after the other: our encoding, BouncyCastle's builder, and the signature alone. */
final class IssuingBench {
    private static final OrgId ORG = new OrgId("demo");
    private static final double GOAL = 0.8;
    private static final int TURNS = 600;
    private static final int ONE_TURN = 20;

    private final SecureRandom random = new SecureRandom();
    private final Instant now = Instant.now();
    private int devices;

    void run(Primitives raw) throws GeneralSecurityException, OperatorCreationException {
        say("raw: P-256 signatures by " + provider(), raw.sign(), raw.sign());
        Issuer issuer = issuer(SignatureScheme.ECDSA_P256_SHA256);
        PublicKey subject = Keys.generateP256(random).getPublic();
        Primitives.Work signing = Primitives.signing();
        Primitives.Work issuing = () -> template().encode(subject, issuer);
        Primitives.micros(5_000, issuing);
        double[] alone = new double[TURNS];
        double[] ours = new double[TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            // By turns, because neighbours who share the caches come and go.
            alone[turn] = Primitives.once(ONE_TURN, signing);
            ours[turn] = Primitives.once(ONE_TURN, issuing);
        }
        Arrays.sort(alone);
        Arrays.sort(ours);
        double share = alone[TURNS / 2] / ours[TURNS / 2];
        say("certificates, P-256", ours[TURNS / 2], alone[TURNS / 2]);
        System.out.printf(
                Locale.ROOT,
                "   %.2f of raw (medians of %d turns), %.2f (best turns), goal at least %.1f: %s%n",
                share,
                TURNS,
                alone[0] / ours[0],
                GOAL,
                JoiningBench.met(share >= GOAL));
        say(
                "certificates, P-256, read again by the JDK",
                Primitives.micros(1_000, () -> template().issue(subject, issuer)),
                raw.sign());
        ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA")
                .setProvider(Crypto.standard().provider(SignatureScheme.ECDSA_P256_SHA256))
                .build(issuer.key());
        say(
                "certificates by BouncyCastle's builder, the same content",
                Primitives.micros(1_000, () -> built(issuer, subject, signer)),
                raw.sign());
        Issuer lattice = issuer(SignatureScheme.ML_DSA_44);
        PublicKey latticeSubject =
                Keys.generate(SignatureScheme.ML_DSA_44, random).getPublic();
        byte[] message = new byte[1_700];
        double lattices =
                Primitives.micros(100, () -> Crypto.standard().sign(SignatureScheme.ML_DSA_44, lattice.key(), message));
        say("raw: ML-DSA-44 signatures", lattices, lattices);
        say(
                "certificates, ML-DSA-44 by ML-DSA-44",
                Primitives.micros(100, () -> template().encode(latticeSubject, lattice)),
                lattices);
    }

    private static String provider() {
        return String.valueOf(Crypto.standard().provider(SignatureScheme.ECDSA_P256_SHA256));
    }

    private Issuer issuer(SignatureScheme scheme) {
        KeyPair keys = Keys.generate(scheme, random);
        return new Issuer(
                LocalIdentity.authority(ORG, CertificateTemplate.randomSerial(random), now)
                        .selfSigned(keys),
                keys.getPrivate());
    }

    private CertificateTemplate template() {
        return LocalIdentity.device(
                ORG, new DeviceId("cam-" + devices++), CertificateTemplate.randomSerial(random), now);
    }

    private void built(Issuer issuer, PublicKey subject, ContentSigner signer) throws GeneralSecurityException {
        CertificateTemplate wanted = template();
        try {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            new JcaX509v3CertificateBuilder(
                            issuer.certificate(),
                            wanted.serial(),
                            java.util.Date.from(wanted.notBefore()),
                            java.util.Date.from(wanted.notAfter()),
                            new X500Name("O=demo,SERIALNUMBER=cam-" + devices),
                            subject)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                    .addExtension(
                            Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(subject))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            identifiers.createAuthorityKeyIdentifier(
                                    issuer.certificate().getPublicKey()))
                    .build(signer)
                    .getEncoded();
        } catch (CertIOException e) {
            throw new IllegalStateException(e);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void say(String what, double micros, double raw) {
        System.out.printf(
                Locale.ROOT,
                "%-58s %8.0f a second and core (%.1f µs; %.2f of raw)%n",
                what,
                1e6 / micros,
                micros,
                raw / micros);
    }
}
