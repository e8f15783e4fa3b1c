package dev.muster.server.http;

import dev.muster.format.crypto.Keys;
import dev.muster.format.join.x509.CertificatePurpose;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.CertificateTemplate.Issuer;
import dev.muster.format.join.x509.OcspAnswer;
import dev.muster.format.join.x509.SubjectName;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What is said about the state of this server's own certificate (RFC 6960), and shown to clients in the handshake (RFC 6066 §8,
 * RFC 8446 §4.4.2.1). The JDK asks for it as from a responder ({@link StapleResponders}); that is this object, so nothing goes over a network.
 * The answer is signed by a key of this process that the authority of the server's certificate certified for a week.
 */
public final class Stapling implements AutoCloseable {
    /** What replaced a certificate should be believed soon; the JDK asks again after half of it. */
    static final Duration VALID = Duration.ofHours(1);

    private static final Duration SIGNER_VALID = Duration.ofDays(7);
    private static final Duration BACKDATED = Duration.ofHours(1);

    /** JSSE reads them when a context is made, or when it staples first. */
    private static final String ENABLED = "jdk.tls.server.enableStatusRequestExtension";

    private static final Object ENABLING = new Object();

    /** Several servers in one process have one responder each. */
    private static final List<Stapling> HERE = new CopyOnWriteArrayList<>();

    private record Signer(Issuer issuer, Instant half) {}

    private final Issuer authority;
    private final Predicate<BigInteger> isPresent;
    private final Duration valid;
    private final InstantSource clock;
    private final SecureRandom random;
    private final KeyPair key;
    private volatile @Nullable Signer signer;

    /**
     * @param authority of the server's certificate
     * @param isPresent whether this is the serial number of the certificate that the server shows now
     */
    Stapling(
            Issuer authority,
            Predicate<BigInteger> isPresent,
            Duration valid,
            InstantSource clock,
            SecureRandom random) {
        this.authority = authority;
        this.isPresent = isPresent;
        this.valid = valid;
        this.clock = clock;
        this.random = random;
        this.key = Keys.generateP256(random);
    }

    /** Answers inside this process from now on. */
    public Stapling open() {
        HERE.add(this);
        return this;
    }

    @Override
    public void close() {
        HERE.remove(this);
    }

    /** The answer of whoever issued what is asked about; empty when nobody here did. */
    static Optional<byte[]> inside(byte[] request) {
        return HERE.stream()
                .map(Stapling::answers)
                .filter(answers -> answers.concerns(request))
                .findFirst()
                .map(answers -> answers.to(request));
    }

    /** @param request DER of an OCSP request */
    byte[] answer(byte[] request) {
        return answers().to(request);
    }

    Duration valid() {
        return valid;
    }

    private OcspAnswer answers() {
        Instant now = clock.instant();
        // What this authority issued before is replaced, and nobody kept whether it was given up for a reason.
        return new OcspAnswer(
                List.of(new OcspAnswer.Responder(authority.certificate(), signer(now))),
                (_, serial) -> isPresent.test(serial) ? new OcspAnswer.Status.Good() : new OcspAnswer.Status.Unknown(),
                now,
                now.plus(valid));
    }

    private Issuer signer(Instant now) {
        Signer present = signer;
        if (present == null || !now.isBefore(present.half())) {
            X509Certificate certificate = new CertificateTemplate(
                            SubjectName.authority("Muster", "status of this server"),
                            CertificateTemplate.randomSerial(random),
                            now.minus(BACKDATED),
                            now.plus(SIGNER_VALID),
                            CertificatePurpose.STATUS)
                    .issue(key.getPublic(), authority);
            present = new Signer(new Issuer(certificate, key.getPrivate()), now.plus(SIGNER_VALID.dividedBy(2)));
            signer = present;
        }
        return present.issuer();
    }

    /** A context for TLS whose server side staples. */
    SSLContext context() throws NoSuchAlgorithmException {
        synchronized (ENABLING) {
            System.setProperty("jdk.tls.stapling.responderURI", StapleResponders.SCHEME + "://here");
            System.setProperty("jdk.tls.stapling.responderOverride", "true");
            // A nonce of a client would have every handshake signed for.
            System.setProperty("jdk.tls.stapling.ignoreExtensions", "true");
            System.setProperty(
                    "jdk.tls.stapling.cacheLifetime",
                    Long.toString(Math.max(1, valid.dividedBy(2).toSeconds())));
            String before = System.setProperty(ENABLED, "true");
            try {
                return SSLContext.getInstance("TLS");
            } finally {
                if (before == null) {
                    System.clearProperty(ENABLED);
                } else {
                    System.setProperty(ENABLED, before);
                }
            }
        }
    }
}
