package dev.muster.server.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.UuidV7;
import dev.muster.core.joining.AuthorityCreated;
import dev.muster.core.joining.Fingerprint;
import dev.muster.core.joining.JoiningDesk.Prepared;
import dev.muster.core.joining.LocalIdentity;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.format.crypto.KeyBackend;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.format.join.x509.OcspAnswer;
import dev.muster.format.join.x509.RevocationList;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.devices.DeviceCertificates;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The authorities that issue device certificates: one for each organisation, its key behind a {@link KeyBackend}, read
 * when it is first needed. Which certificate is an organisation's authority is said by the ledger; a key file that says
 * otherwise is not used.
 */
public final class DeviceAuthority implements DeviceCertificates {

    private final Database database;
    private final Shell shell;
    private final KeyBackend keys;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Map<OrgId, CertificateTemplate.Issuer> issuers = new ConcurrentHashMap<>();
    private final Map<OrgId, X509Certificate> authorities = new ConcurrentHashMap<>();
    private final Map<OrgId, X509Certificate> verifiers = new ConcurrentHashMap<>();

    public DeviceAuthority(Database database, Shell shell, KeyBackend keys, InstantSource clock, SecureRandom random) {
        this.database = database;
        this.shell = shell;
        this.keys = keys;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Makes an organisation's authority, unless it has one. Key first, entry second: a stop in between leaves a key that
     * nobody trusts, and the next call publishes it.
     */
    public synchronized void create(OrgId org) {
        if (authority(org).isPresent()) {
            return;
        }
        Instant now = clock.instant();
        X509Certificate certificate =
                keys.find(alias(org)).map(entry -> entry.chain().getFirst()).orElseGet(() -> generate(org, now));
        Subject subject = new Subject("authority", Fingerprint.of(certificate));
        AuthorityCreated event = new AuthorityCreated(CertificateReader.encoded(certificate), keys.name());
        shell.run(
                org,
                tx -> new SqlJoiningStore(tx, org),
                store -> store.authority().isPresent()
                        ? Decision.of(false)
                        : Decision.of(true, new Draft(subject, now, "muster", event)));
    }

    private X509Certificate generate(OrgId org, Instant now) {
        KeyPair pair = Keys.generate(SignatureScheme.ECDSA_P256_SHA256, random);
        X509Certificate certificate = LocalIdentity.authority(org, CertificateTemplate.randomSerial(random), now)
                .selfSigned(pair);
        keys.store(alias(org), pair.getPrivate(), List.of(certificate));
        return certificate;
    }

    @Override
    public Optional<X509Certificate> authority(OrgId org) {
        X509Certificate known = authorities.get(org);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<X509Certificate> read = database.read(tx -> new SqlJoiningStore(tx, org).authority());
        read.ifPresent(certificate -> authorities.put(org, certificate));
        return read;
    }

    @Override
    public boolean isPresent(Tx tx, OrgId org, DeviceId device, X509Certificate certificate) {
        return new SqlJoiningStore(tx, org).holds(device, Fingerprint.of(certificate.getPublicKey()));
    }

    /** Signs the certificate that the device gets when the desk says yes. */
    Prepared prepare(OrgId org, DeviceId device, CertificationRequest csr, Duration lifetime) {
        CertificateTemplate.Issuer issuer = issuers.computeIfAbsent(org, this::issuer);
        Instant now = clock.instant();
        X509Certificate certificate = LocalIdentity.device(
                        org, device, CertificateTemplate.randomSerial(random), now, lifetime)
                .issue(csr.publicKey(), issuer);
        return new Prepared(certificate, Fingerprint.of(issuer.certificate()), UuidV7.of(now, random));
    }

    /** Answers a question about certificates of an organisation's authority; DER. */
    byte[] answer(
            OrgId org, byte[] request, Function<BigInteger, OcspAnswer.Status> status, Instant now, Instant until) {
        return new OcspAnswer(issuers.computeIfAbsent(org, this::issuer), status, now, until).to(request);
    }

    /** Signs a list of certificates that are good no longer; DER. */
    byte[] sign(OrgId org, RevocationList list) {
        return list.sign(issuers.computeIfAbsent(org, this::issuer));
    }

    /**
     * A certificate for the key that signs the organisation's attestation results. The same one until half of its time is
     * over; none of them is kept, because the next costs one signature.
     */
    public X509Certificate verifier(OrgId org, PublicKey key) {
        X509Certificate known = verifiers.get(org);
        if (known != null && known.getPublicKey().equals(key) && !isHalfOver(known)) {
            return known;
        }
        X509Certificate issued = LocalIdentity.verifier(org, CertificateTemplate.randomSerial(random), clock.instant())
                .issue(key, issuers.computeIfAbsent(org, this::issuer));
        verifiers.put(org, issued);
        return issued;
    }

    /** A certificate for an attestation key that a device proved to be in its TPM. */
    public X509Certificate attestationKey(OrgId org, DeviceId device, PublicKey key) {
        return LocalIdentity.attestationKey(org, device, CertificateTemplate.randomSerial(random), clock.instant())
                .issue(key, issuers.computeIfAbsent(org, this::issuer));
    }

    private boolean isHalfOver(X509Certificate certificate) {
        Instant half = LocalIdentity.renewFrom(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
        return !clock.instant().isBefore(half);
    }

    private CertificateTemplate.Issuer issuer(OrgId org) {
        X509Certificate authority =
                authority(org).orElseThrow(() -> new IllegalStateException(org + " has no authority"));
        KeyBackend.Entry entry = keys.find(alias(org))
                .orElseThrow(() ->
                        new IllegalStateException("the key of the authority of " + org + " is not in " + keys.name()));
        if (!entry.chain().getFirst().equals(authority)) {
            throw new IllegalStateException(
                    keys.name() + " holds another authority of " + org + " than the ledger names");
        }
        return new CertificateTemplate.Issuer(authority, entry.privateKey());
    }

    private static String alias(OrgId org) {
        return "device-ca-" + org.value();
    }
}
