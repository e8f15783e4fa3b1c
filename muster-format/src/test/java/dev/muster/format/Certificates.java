package dev.muster.format;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Self-signed certificates for tests. */
public final class Certificates {
    private Certificates() {}

    public static X509Certificate selfSigned(KeyPair pair, String name) {
        X500Name subject = new X500Name("CN=" + name);
        Date start = Date.from(Instant.parse("2026-01-01T00:00:00Z"));
        Date end = Date.from(Instant.parse("2036-01-01T00:00:00Z"));
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    subject, BigInteger.ONE, start, end, subject, pair.getPublic())
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
