package dev.muster.fleet.maker;

import dev.muster.agent.state.Credential;
import dev.muster.format.crypto.Keys;
import dev.muster.format.join.x509.CertificatePurpose;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.CertificateTemplate.Issuer;
import dev.muster.format.join.x509.SubjectName;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** The authority in a factory: every device that leaves it carries an IDevID certificate signed here. */
public final class ManufacturerCa {

    private final String maker;
    private final Issuer issuer;
    private final Instant since;
    private final SecureRandom random;

    private ManufacturerCa(String maker, Issuer issuer, Instant since, SecureRandom random) {
        this.maker = maker;
        this.issuer = issuer;
        this.since = since;
        this.random = random;
    }

    /**
     * A new authority.
     *
     * @param maker O of its name and of every IDevID
     * @param since when its certificate begins
     */
    public static ManufacturerCa create(String maker, Instant since, SecureRandom random) {
        KeyPair keys = Keys.generateP256(random);
        X509Certificate certificate = new CertificateTemplate(
                        SubjectName.authority(maker, maker + " device factory"),
                        CertificateTemplate.randomSerial(random),
                        since,
                        CertificateTemplate.NO_END,
                        CertificatePurpose.AUTHORITY,
                        List.of())
                .selfSigned(keys);
        return new ManufacturerCa(maker, new Issuer(certificate, keys.getPrivate()), since, random);
    }

    /**
     * An authority that was made before.
     *
     * @param certificate its O is the maker
     * @param since when the identities that it issues begin
     */
    public static ManufacturerCa of(X509Certificate certificate, PrivateKey key, Instant since, SecureRandom random) {
        String maker = SubjectName.of(certificate.getSubjectX500Principal())
                .organization()
                .orElseThrow(() -> new IllegalArgumentException("the factory's certificate names no maker (O)"));
        return new ManufacturerCa(maker, new Issuer(certificate, key), since, random);
    }

    /** The authority's private key, for whoever keeps it. */
    public PrivateKey key() {
        return issuer.key();
    }

    /** What an operator registers as anchor to let this maker's devices in. */
    public X509Certificate certificate() {
        return issuer.certificate();
    }

    /** A key pair and its IDevID certificate (IEEE 802.1AR) for one device. */
    public Credential idevid(String model, String serialNumber) {
        KeyPair keys = Keys.generateP256(random);
        X509Certificate certificate = new CertificateTemplate(
                        SubjectName.factory(maker, model, serialNumber),
                        CertificateTemplate.randomSerial(random),
                        since,
                        CertificateTemplate.NO_END,
                        CertificatePurpose.FACTORY,
                        List.of())
                .issue(keys.getPublic(), issuer);
        return new Credential(keys.getPrivate(), List.of(certificate, issuer.certificate()));
    }
}
