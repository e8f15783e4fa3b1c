package dev.muster.agent;

import dev.muster.agent.attest.Quotes;
import dev.muster.agent.server.DeviceConnection;
import dev.muster.agent.server.DeviceTls;
import dev.muster.agent.server.EstClient;
import dev.muster.agent.server.ServerRefused;
import dev.muster.agent.server.TpmClient;
import dev.muster.agent.state.Authorities;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Factory;
import dev.muster.agent.state.KeyPlace;
import dev.muster.agent.state.NextKey;
import dev.muster.agent.tpm.TpmPrivateKey;
import dev.muster.format.join.x509.SubjectName;
import java.io.IOException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gets the device its operational certificate and keeps it fresh: by the factory identity, or where there is none by the
 * TPM, the first time and whenever the present one is over; by the present one for a renewal. A renewal is under a new key. The server holds a device under one
 * key, so a key is stored before it is asked for, and the factory identity asks for a key that the server may know.
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
    private final KeyPlace place;
    private final NextKey nextKey;
    private @Nullable Instant receivedAt;

    Enrolment(DeviceRoots roots, Factory factory, AgentGround ground) throws IOException {
        this.roots = roots;
        this.factory = factory;
        this.place = new KeyPlace(ground.tpm());
        this.nextKey = new NextKey(roots, place);
        this.serverAnchors = Credential.certificates(Factory.serverCa(roots));
        this.clock = ground.clock();
        this.keys = ground.keys();
        this.spread = ground.jitter().nextDouble() * RENEW_SPREAD;
    }

    /** The present operational identity, if it is still valid. */
    Optional<Credential> present() throws IOException {
        return Credential.operational(roots, place)
                .filter(credential -> clock.instant()
                        .isBefore(credential.certificate().getNotAfter().toInstant()));
    }

    /** When the certificate should be renewed. */
    Instant renewalAt(X509Certificate certificate) {
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        long lifetime = Duration.between(begin, end).toMillis();
        Instant window = begin.plusMillis((long) (lifetime * (RENEW_AFTER + spread)));
        Instant received = receivedAt;
        // By a clock that runs days ahead a new certificate looks old at once, and so would the next one, and the next.
        return received == null || window.isAfter(received)
                ? window
                : received.plus(Duration.between(received, end).dividedBy(2));
    }

    /**
     * Enrols by the factory identity, or by the TPM of a device that has none, and keeps the result.
     *
     * @throws ClockWrong when the new certificate has ended already, by this device's clock
     */
    Credential enroll() throws IOException, InterruptedException {
        return place.tpm().isPresent() && !Factory.hasIdentity(roots)
                ? enroll(new Quotes(roots, place.tpm().get(), factory.org()))
                : enrollByFactory();
    }

    private Credential enroll(Quotes tpm) throws IOException, InterruptedException {
        List<KeyPair> possible = new ArrayList<>(possibleKeys());
        // A key of a time when it had no TPM cannot be shown to be in it.
        possible.removeIf(pair -> !(pair.getPrivate() instanceof TpmPrivateKey));
        if (possible.isEmpty()) {
            possible.add(nextKey.make(keys));
        }
        try (DeviceConnection connection = new DeviceConnection(factory.server(), DeviceTls.unnamed(serverAnchors))) {
            Optional<Authorities> kept = Authorities.kept(roots);
            List<X509Certificate> named = new EstClient(connection, factory.org()).authorities();
            TpmClient server = new TpmClient(connection, factory.org());
            return adopt(named, kept, enroll(pair -> tpm.join(server, pair), possible));
        }
    }

    private Credential enrollByFactory() throws IOException, InterruptedException {
        Credential idevid = Credential.factory(roots);
        String serial = SubjectName.of(idevid.certificate().getSubjectX500Principal())
                .serialNumber()
                .orElseThrow(() -> new IOException("the factory certificate names no device"));
        try (DeviceConnection connection = connect(idevid)) {
            EstClient est = new EstClient(connection, factory.org());
            Optional<Authorities> kept = Authorities.kept(roots);
            List<X509Certificate> named = est.authorities();
            SubjectName subject = SubjectName.device(factory.org(), serial);
            return adopt(named, kept, enroll(pair -> est.enroll(subject, pair), possibleKeys()));
        }
    }

    private Credential adopt(List<X509Certificate> named, Optional<Authorities> kept, Credential issued)
            throws IOException {
        Authorities next = kept.isPresent()
                ? kept.get().following(named, issued)
                : new Authorities(named).thatIssued(issued).orElseThrow(() -> strange(issued));
        requireOurs(next, issued);
        // First, so that there is never a certificate without the authority that gave it.
        next.keep(roots);
        keep(issued);
        Instant end = issued.certificate().getNotAfter().toInstant();
        if (!clock.instant().isBefore(end)) {
            throw new ClockWrong("a certificate that was issued now ends at " + end + ", and this device's clock says "
                    + clock.instant());
        }
        return issued;
    }

    /** What the server may hold this device under: the key it was last asked for, or the one before when it never heard. */
    private List<KeyPair> possibleKeys() throws IOException {
        List<KeyPair> possible = new ArrayList<>();
        nextKey.kept().ifPresent(possible::add);
        Credential.operational(roots, place)
                .ifPresent(last -> possible.add(new KeyPair(last.certificate().getPublicKey(), last.key())));
        return possible.isEmpty() ? List.of(nextKey.make(keys)) : possible;
    }

    private interface Way {
        Credential enroll(KeyPair pair) throws IOException, InterruptedException;
    }

    private static Credential enroll(Way way, List<KeyPair> possible) throws IOException, InterruptedException {
        for (KeyPair each : possible.subList(0, possible.size() - 1)) {
            try {
                return way.enroll(each);
            } catch (ServerRefused refused) {
                if (!refused.reason().equals("already-enrolled")) {
                    throw refused;
                }
            }
        }
        return way.enroll(possible.getLast());
    }

    /** Renews over a connection of the present certificate and keeps the result. */
    Credential renew(DeviceConnection connection, Credential present) throws IOException, InterruptedException {
        SubjectName same = SubjectName.of(present.certificate().getSubjectX500Principal());
        Optional<KeyPair> asked = nextKey.kept()
                .filter(kept -> !kept.getPublic().equals(present.certificate().getPublicKey()));
        KeyPair next = asked.isPresent() ? asked.get() : nextKey.make(keys);
        // Who issues may have changed since the last time, and must be known before it does.
        Authorities authorities = learn(connection, present);
        Credential issued = new EstClient(connection, factory.org()).reenroll(same, next);
        requireOurs(authorities, issued);
        keep(issued);
        return issued;
    }

    private void keep(Credential issued) throws IOException {
        issued.keep(roots);
        nextKey.forget();
        receivedAt = clock.instant();
    }

    /**
     * Asks who the organisation's authorities are and keeps those that can be believed. A device that kept none takes who
     * issued its present certificate, once, over a connection to the server that its maker named.
     */
    Authorities learn(DeviceConnection connection, Credential present) throws IOException, InterruptedException {
        List<X509Certificate> named = new EstClient(connection, factory.org()).authorities();
        Optional<Authorities> kept = Authorities.kept(roots);
        Authorities next = kept.isPresent()
                ? kept.get().following(named, present)
                : new Authorities(named).thatIssued(present).orElseThrow(() -> strange(present));
        if (!kept.equals(Optional.of(next))) {
            next.keep(roots);
        }
        return next;
    }

    private void requireOurs(Authorities authorities, Credential credential) throws IOException {
        if (!authorities.issued(credential)) {
            throw strange(credential);
        }
    }

    private IOException strange(Credential credential) {
        return new IOException("the certificate "
                + credential.certificate().getSubjectX500Principal().getName()
                + " was issued by another authority than this device joined (" + Authorities.file(roots) + ")");
    }

    /** A connection that this credential authenticates. */
    DeviceConnection connect(Credential credential) throws IOException {
        return new DeviceConnection(
                factory.server(), DeviceTls.context(credential.key(), credential.chain(), serverAnchors));
    }
}
