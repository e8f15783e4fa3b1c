package dev.muster.server.joining.authorities;

import dev.muster.core.joining.LocalIdentity;
import dev.muster.core.joining.authorities.Authority;
import dev.muster.core.joining.authorities.Lifetimes;
import dev.muster.core.joining.authorities.Role;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.Keys;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.CertificateTemplate.Issuer;
import dev.muster.format.join.x509.OcspAnswer;
import dev.muster.format.join.x509.RevocationList;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Signs what is said about the state of certificates. Answers about one certificate are signed by a key of this process,
 * which each device authority certifies for a week (RFC 6960 §4.2.2.2), so that strangers' questions do not work the
 * authority's own key. Lists are signed by the authority itself: no relying party that we know finds another signer of them.
 */
public final class StatusSigner {
    private final Authorities authorities;
    private final InstantSource clock;
    private final SecureRandom random;
    private final KeyPair key;
    private final Map<String, Issuer> certified = new ConcurrentHashMap<>();

    public StatusSigner(Authorities authorities, InstantSource clock, SecureRandom random) {
        this.authorities = authorities;
        this.clock = clock;
        this.random = random;
        this.key = Keys.generateP256(random);
    }

    /** Who answers for each authority whose certificates devices may show. */
    List<OcspAnswer.Responder> responders(OrgId org) {
        return authorities.of(org).accepted(Role.DEVICE).stream()
                .map(each -> new OcspAnswer.Responder(each.certificate(), signer(org, each)))
                .toList();
    }

    byte[] sign(OrgId org, Authority authority, RevocationList list) {
        return list.sign(authorities.issuer(org, authority));
    }

    private Issuer signer(OrgId org, Authority authority) {
        Instant now = clock.instant();
        return certified.compute(
                authority.fingerprint(),
                (_, known) -> known == null || isHalfOver(known, now)
                        ? new Issuer(
                                Lifetimes.statusSigner(org, CertificateTemplate.randomSerial(random), now)
                                        .issue(key.getPublic(), authorities.issuer(org, authority)),
                                key.getPrivate())
                        : known);
    }

    private static boolean isHalfOver(Issuer known, Instant now) {
        return !now.isBefore(LocalIdentity.renewFrom(
                known.certificate().getNotBefore().toInstant(),
                known.certificate().getNotAfter().toInstant()));
    }
}
