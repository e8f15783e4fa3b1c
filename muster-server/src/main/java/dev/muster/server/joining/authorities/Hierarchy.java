package dev.muster.server.joining.authorities;

import dev.muster.core.joining.Fingerprint;
import dev.muster.core.joining.authorities.Authority;
import dev.muster.core.joining.authorities.AuthorityCrossed;
import dev.muster.core.joining.authorities.AuthorityDesk;
import dev.muster.core.joining.authorities.AuthorityDesk.Answer;
import dev.muster.core.joining.authorities.AuthorityMade;
import dev.muster.core.joining.authorities.Lifetimes;
import dev.muster.core.joining.authorities.Role;
import dev.muster.core.joining.authorities.Standing;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.format.crypto.KeyBackend;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.CertificateTemplate.Issuer;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.topic.Preparation;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes generations of authorities and lets them follow one another. Keys first, entries second: a stop in between leaves
 * keys that nobody trusts.
 */
public final class Hierarchy implements Preparation {
    private static final int MARK_BYTES = 4;
    private static final String MUSTER = "muster";

    private final Database database;
    private final Shell shell;
    private final Authorities authorities;
    private final InstantSource clock;
    private final SecureRandom random;

    public Hierarchy(
            Database database, Shell shell, Authorities authorities, InstantSource clock, SecureRandom random) {
        this.database = database;
        this.shell = shell;
        this.authorities = authorities;
        this.clock = clock;
        this.random = random;
    }

    /** What is being made: certificates with their keys' places, and the entries that will say so. */
    private final class Making {
        private final OrgId org;
        private final String issuer;
        private final Standing standing;
        private final Instant now = clock.instant();
        private final String mark;
        private final KeyBackend keys;
        private final List<Draft> drafts = new ArrayList<>();

        Making(OrgId org, String issuer, Standing standing) {
            this.org = org;
            this.issuer = issuer;
            this.standing = standing;
            this.keys = authorities.keys(org);
            byte[] bytes = new byte[MARK_BYTES];
            random.nextBytes(bytes);
            this.mark = HexFormat.of().formatHex(bytes);
        }

        Issuer root(SignatureScheme scheme) {
            KeyPair pair = keys.generate(scheme, random);
            X509Certificate certificate = template(Role.ROOT, Instant.MAX).selfSigned(pair);
            return made(Role.ROOT, certificate, pair, Fingerprint.of(certificate), List.of());
        }

        Issuer under(Issuer root, Role role, SignatureScheme scheme) {
            KeyPair pair = keys.generate(scheme, random);
            Instant end = root.certificate().getNotAfter().toInstant();
            X509Certificate certificate = template(role, end).issue(pair.getPublic(), root);
            return made(role, certificate, pair, Fingerprint.of(root.certificate()), List.of(root.certificate()));
        }

        private CertificateTemplate template(Role role, Instant notAfter) {
            return Lifetimes.authority(org, role, mark, CertificateTemplate.randomSerial(random), now, notAfter);
        }

        private Issuer made(
                Role role, X509Certificate certificate, KeyPair pair, String by, List<X509Certificate> above) {
            String fingerprint = Fingerprint.of(certificate);
            Authority authority = new Authority(fingerprint, role, standing, certificate, by, now);
            List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
            chain.addAll(above);
            keys.store(Authorities.alias(org, authority), pair.getPrivate(), chain);
            drafts.add(new Draft(
                    authority.subject(),
                    now,
                    issuer,
                    new AuthorityMade(CertificateReader.encoded(certificate), role, by, keys.name(), standing)));
            return new Issuer(certificate, pair.getPrivate());
        }

        /** One root, or the authority of before there were any, says that the other's key is good. */
        void cross(Issuer by, X509Certificate other) {
            Instant end = by.certificate().getNotAfter().toInstant();
            X509Certificate certificate = template(Role.ROOT, end).cross(other, by);
            drafts.add(new Draft(
                    Authority.subject(Fingerprint.of(by.certificate())),
                    now,
                    issuer,
                    new AuthorityCrossed(CertificateReader.encoded(certificate), Fingerprint.of(other))));
        }

        Issuer generation(SignatureScheme root, SignatureScheme device) {
            Issuer top = root(root);
            under(top, Role.INFRASTRUCTURE, SignatureScheme.ECDSA_P256_SHA256);
            under(top, Role.DEVICE, device);
            under(top, Role.ATTESTATION, SignatureScheme.ECDSA_P256_SHA256);
            return top;
        }
    }

    @Override
    public void prepare(OrgId org) {
        create(org);
    }

    @Override
    public List<OrgId> lacking(List<OrgId> orgs) {
        Set<OrgId> complete = database.read(SqlAuthorityStore::complete);
        return orgs.stream().filter(org -> !complete.contains(org)).toList();
    }

    /**
     * Makes an organisation's first generation, unless it has one. Beside an authority of before there were roots the
     * generation is announced, and a person puts it in force.
     */
    public synchronized void create(OrgId org) {
        boolean empty = database.read(tx -> new SqlAuthorityStore(tx, org).isEmpty());
        if (!empty && !database.read(tx -> new SqlAuthorityStore(tx, org).lacksRoot())) {
            return;
        }
        Making making = new Making(org, MUSTER, empty ? Standing.ACTIVE : Standing.NEXT);
        Issuer root = making.generation(SignatureScheme.ECDSA_P384_SHA384, SignatureScheme.ECDSA_P256_SHA256);
        if (!empty) {
            Authority alone = authorities.of(org).active(Role.DEVICE).orElseThrow();
            making.cross(authorities.issuer(org, alone), root.certificate());
        }
        shell.run(
                org,
                tx -> new SqlAuthorityStore(tx, org),
                store -> store.lacksRoot() ? Decision.of(true, making.drafts) : Decision.of(false));
        authorities.changed(org);
    }

    /**
     * Makes and announces the next generation.
     *
     * @param device kind of the device authority's key
     * @param newRoot whether everything is made anew, else only the device authority
     */
    public synchronized Answer announce(OrgId org, String caller, SignatureScheme device, boolean newRoot) {
        Optional<Answer.Refused> busy =
                database.read(tx -> desk(new SqlAuthorityStore(tx, org), caller).underWay());
        if (busy.isPresent()) {
            return busy.get();
        }
        Known known = authorities.of(org);
        Authority root = known.active(Role.ROOT).orElseThrow();
        Issuer before = authorities.issuer(org, root);
        Making making = new Making(org, caller, Standing.NEXT);
        if (newRoot) {
            boolean lattice = device.curve().isEmpty();
            Issuer next =
                    making.generation(lattice ? SignatureScheme.ML_DSA_65 : SignatureScheme.ECDSA_P384_SHA384, device);
            making.cross(before, next.certificate());
            making.cross(next, before.certificate());
        } else {
            making.under(before, Role.DEVICE, device);
        }
        return run(org, caller, desk -> desk.announce(making.drafts));
    }

    /** Puts the announced generation in force. */
    public Answer activate(OrgId org, String caller) {
        return run(org, caller, AuthorityDesk::activate);
    }

    /** Ends an authority that another one followed. */
    public Answer retire(OrgId org, String caller, String fingerprint, boolean force, String reason) {
        return run(org, caller, desk -> desk.retire(fingerprint, force, reason));
    }

    /** Lets devices stay where they are for now, or asks them again. */
    public Answer pause(OrgId org, String caller, boolean paused, String reason) {
        Answer answer = shell.run(
                org,
                tx -> new SqlAuthorityStore(tx, org),
                store -> desk(store, caller).pause(store.paused(), paused, reason, Subject.org(org)));
        authorities.changed(org);
        return answer;
    }

    /** Asks the desk. */
    Answer run(OrgId org, String caller, java.util.function.Function<AuthorityDesk, Decision<Answer>> question) {
        Answer answer = shell.run(org, tx -> desk(new SqlAuthorityStore(tx, org), caller), question);
        authorities.changed(org);
        return answer;
    }

    private AuthorityDesk desk(SqlAuthorityStore store, String caller) {
        return new AuthorityDesk(store, caller, clock.instant());
    }
}
