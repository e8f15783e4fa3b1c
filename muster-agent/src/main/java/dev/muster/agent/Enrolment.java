package dev.muster.agent;

import dev.muster.agent.server.DeviceConnection;
import dev.muster.agent.server.DeviceTls;
import dev.muster.agent.server.EstClient;
import dev.muster.agent.state.Authorities;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Factory;
import dev.muster.format.crypto.Keys;
import dev.muster.format.x509.SubjectName;
import java.io.IOException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Gets the device its operational certificate and keeps it fresh: by the factory identity the first time and after an
 * expiry, by the certificate itself for a renewal. Each certificate gets a new key.
 */
final class Enrolment {

    /** Renewal begins when two thirds of the lifetime are over, as ACME clients do: a third is left for a server away. */
    private static final double RENEW_AFTER = 2.0 / 3;

    /** Devices enrolled in one minute must not all renew in one minute: spread over this share of the lifetime. */
    private static final double RENEW_SPREAD = 0.1;

    private final DeviceRoots roots;
    private final Factory factory;
    private final List<X509Certificate> serverAnchors;
    private final InstantSource clock;
    private final SecureRandom keys;
    private final double spread;

    Enrolment(DeviceRoots roots, Factory factory, InstantSource clock, SecureRandom keys, RandomGenerator jitter)
            throws IOException {
        this.roots = roots;
        this.factory = factory;
        this.serverAnchors = Credential.certificates(Factory.serverCa(roots));
        this.clock = clock;
        this.keys = keys;
        this.spread = jitter.nextDouble() * RENEW_SPREAD;
    }

    /** The present operational identity, if it is still valid. */
    Optional<Credential> present() throws IOException {
        return Credential.operational(roots)
                .filter(credential -> clock.instant()
                        .isBefore(credential.certificate().getNotAfter().toInstant()));
    }

    /** When the certificate should be renewed. */
    Instant renewalAt(X509Certificate certificate) {
        Instant begin = certificate.getNotBefore().toInstant();
        Duration lifetime = Duration.between(begin, certificate.getNotAfter().toInstant());
        return begin.plusMillis((long) (lifetime.toMillis() * (RENEW_AFTER + spread)));
    }

    /** Enrols by the factory identity and keeps the result. */
    Credential enroll() throws IOException, InterruptedException {
        Credential idevid = Credential.factory(roots);
        String serial = SubjectName.of(idevid.certificate().getSubjectX500Principal())
                .serialNumber()
                .orElseThrow(() -> new IOException("the factory certificate names no device"));
        KeyPair fresh = Keys.generateP256(keys);
        try (DeviceConnection connection = connect(idevid)) {
            EstClient est = new EstClient(connection, factory.org());
            Optional<Authorities> kept = Authorities.kept(roots);
            Authorities authorities = kept.isPresent() ? kept.get() : new Authorities(est.authorities());
            Credential issued = est.enroll(SubjectName.device(factory.org(), serial), fresh);
            requireOurs(authorities, issued);
            if (kept.isEmpty()) {
                // First, so that there is never a certificate without the authority that gave it.
                authorities.keep(roots);
            }
            issued.keep(roots);
            return issued;
        }
    }

    /** Renews over a connection of the present certificate and keeps the result. */
    Credential renew(DeviceConnection connection, Credential present) throws IOException, InterruptedException {
        SubjectName same = SubjectName.of(present.certificate().getSubjectX500Principal());
        Credential issued = new EstClient(connection, factory.org()).reenroll(same, Keys.generateP256(keys));
        requireOurs(authorities(connection, present), issued);
        issued.keep(roots);
        return issued;
    }

    /**
     * The authorities of the organisation. A device that joined before they were kept asks now, once, over a connection to
     * the server that its maker named, and takes nothing that did not issue its present certificate.
     */
    Authorities authorities(DeviceConnection connection, Credential present) throws IOException, InterruptedException {
        Optional<Authorities> kept = Authorities.kept(roots);
        if (kept.isPresent()) {
            return kept.get();
        }
        Authorities found = new Authorities(new EstClient(connection, factory.org()).authorities());
        requireOurs(found, present);
        found.keep(roots);
        return found;
    }

    private void requireOurs(Authorities authorities, Credential credential) throws IOException {
        if (!authorities.issued(credential)) {
            throw new IOException("the certificate "
                    + credential.certificate().getSubjectX500Principal().getName()
                    + " was issued by another authority than this device joined (" + Authorities.file(roots) + ")");
        }
    }

    /** A connection that this credential authenticates. */
    DeviceConnection connect(Credential credential) throws IOException {
        return new DeviceConnection(
                factory.server(), DeviceTls.context(credential.key(), credential.chain(), serverAnchors));
    }
}
