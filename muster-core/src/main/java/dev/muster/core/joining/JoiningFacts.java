package dev.muster.core.joining;

import static dev.muster.core.facts.FactType.count;
import static dev.muster.core.facts.FactType.flag;
import static dev.muster.core.facts.FactType.text;
import static dev.muster.core.facts.FactType.time;
import static dev.muster.core.facts.FactType.words;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Vocabulary;
import dev.muster.core.joining.authorities.AuthorityActivated;
import dev.muster.core.joining.authorities.AuthorityMade;
import dev.muster.core.joining.authorities.Role;
import dev.muster.core.joining.authorities.Standing;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.Subject;
import java.util.ArrayList;
import java.util.List;

/**
 * What enrolments state. The server saw all of it itself, so the grade is OBSERVED.
 *
 * <ul>
 *   <li>{@code joining.idevid = verified}: chain to an accepted anchor, key possession shown; {@code none}: it joined by a
 *       token; {@code endorsed}: by its TPM's endorsement key, which a list names for it and the TPM's maker certified;
 *       {@code listed}: the same without a certificate
 *   <li>{@code joining.key-unique = true}: no other device of the organisation has this key
 *   <li>{@code joining.factory-key-unique = true}: no other device joined by a factory certificate with this key
 *   <li>{@code joining.key-algorithm}: {@code P-256}, {@code RSA} and so on
 *   <li>{@code joining.certificate-until}: ISO 8601
 *   <li>{@code joining.anchor}: digest of the authority that issued the certificate; {@code joining.maker-anchor}: of the
 *       maker's
 *   <li>{@code joining.uuid}: the number that the device keeps whatever it is called
 *   <li>{@code joining.held-off}: the last reason why a device that proved its factory identity got no certificate
 *   <li>{@code joining.rekeyed}: whether the device replaced its key when it renewed last
 *   <li>{@code transport.version}, {@code transport.cipher}, {@code transport.mutual}: of the connection it enrolled over
 *   <li>{@code joining.refused}, {@code joining.refused-count}: the last refusal's reason and how many it stands for
 *       (organisation)
 *   <li>{@code joining.authority}: digest of the organisation's authority (organisation)
 * </ul>
 */
public final class JoiningFacts implements FactRule {
    private static final Vocabulary WORDS = new Vocabulary();

    public static final FactKey IDEVID = WORDS.device(
            "joining.idevid",
            words("verified", "refused", "released", "none", "endorsed", "listed"),
            Grade.OBSERVED,
            "how it proved who it is: factory certificate up to an accepted anchor, key possession shown");
    public static final FactKey KEY_UNIQUE = WORDS.device(
            "joining.key-unique", flag(), Grade.OBSERVED, "no other device of the organisation has this key");
    public static final FactKey FACTORY_KEY_UNIQUE = WORDS.device(
            "joining.factory-key-unique",
            flag(),
            Grade.OBSERVED,
            "no other device of the organisation showed the key of its factory certificate");
    public static final FactKey KEY_ALGORITHM =
            WORDS.device("joining.key-algorithm", text(), Grade.OBSERVED, "kind of the enrolled key");
    public static final FactKey CERTIFICATE_UNTIL =
            WORDS.device("joining.certificate-until", time(), Grade.OBSERVED, "when the device certificate ends");
    public static final FactKey ANCHOR = WORDS.device(
            "joining.anchor", text(), Grade.OBSERVED, "digest of the authority that issued the device certificate");
    public static final FactKey MAKER_ANCHOR =
            WORDS.device("joining.maker-anchor", text(), Grade.OBSERVED, "digest of the maker's authority");
    public static final FactKey REKEYED =
            WORDS.device("joining.rekeyed", flag(), Grade.OBSERVED, "it replaced its key when it renewed last");
    public static final FactKey TLS_VERSION =
            WORDS.device("transport.version", text(), Grade.OBSERVED, "protocol of the connection it enrolled over");
    public static final FactKey TLS_MUTUAL = WORDS.device(
            "transport.mutual", flag(), Grade.OBSERVED, "both ends of that connection showed a certificate");

    public static final FactKey TLS_CIPHER = WORDS.device(
            "transport.cipher", text(), Grade.OBSERVED, "cipher suite of that connection, by its IANA name");

    public static final FactKey UUID =
            WORDS.device("joining.uuid", text(), Grade.OBSERVED, "the number that it keeps whatever it is called");
    public static final FactKey HELD_OFF = WORDS.device(
            "joining.held-off",
            text(),
            Grade.OBSERVED,
            "why it got no certificate although it proved its factory identity");

    public static final FactKey AUTHORITY =
            WORDS.org("joining.authority", text(), Grade.RECORDED, "digest of the organisation's authority");

    static {
        WORDS.org("joining.refused", text(), Grade.OBSERVED, "reason of the last refused enrolment");
        WORDS.org("joining.refused-count", count(), Grade.OBSERVED, "how many refusals that stands for");
    }

    /** What these facts are called and mean. */
    public static List<DeclaredFact> vocabulary() {
        return WORDS.all();
    }

    @Override
    public List<Fact> facts(Entry entry, Event event) {
        return switch (event) {
            case Enrolled enrolled -> enrolled(entry, enrolled);
            case EnrolmentRefused refused
            when entry.subject().kind().equals(DeviceId.KIND) -> heldOff(entry, refused.reason());
            case EnrolmentRefused refused ->
                List.of(
                        fact(entry, "joining.refused", refused.reason()),
                        fact(entry, "joining.refused-count", Long.toString(refused.count())));
            case AuthorityCreated _ -> List.of(authority(entry));
            case AuthorityMade made
            when made.role() == Role.DEVICE && made.standing() == Standing.ACTIVE -> List.of(authority(entry));
            case AuthorityActivated activated when activated.role() == Role.DEVICE -> List.of(authority(entry));
            case FactoryKeySeen _ -> List.of(fact(entry, FACTORY_KEY_UNIQUE.key(), "true"));
            case KeyShared shared ->
                List.of(fact(
                        entry,
                        (shared.kind() == KeyShared.Kind.FACTORY ? FACTORY_KEY_UNIQUE : KEY_UNIQUE).key(),
                        "false"));
            case DeviceIdentified identified -> List.of(fact(entry, UUID.key(), identified.uuid()));
            case OwnershipReleased _ -> List.of(fact(entry, IDEVID.key(), "released"));
            default -> List.of();
        };
    }

    /** A device that proved its factory identity was turned away, and why says something about it. */
    private static List<Fact> heldOff(Entry entry, String reason) {
        Fact held = fact(entry, HELD_OFF.key(), reason);
        if (reason.equals("key-in-use")) {
            return List.of(held, fact(entry, KEY_UNIQUE.key(), "false"));
        }
        return reason.startsWith("idevid-") ? List.of(held, fact(entry, IDEVID.key(), "refused")) : List.of(held);
    }

    /** Who issues to devices from now on. */
    private static Fact authority(Entry entry) {
        return new Fact(
                Subject.org(entry.org()),
                AUTHORITY.key(),
                entry.subject().id(),
                entry.effectiveAt(),
                Grade.RECORDED,
                entry.index());
    }

    private static List<Fact> enrolled(Entry entry, Enrolled enrolled) {
        List<Fact> facts = new ArrayList<>();
        if (enrolled.means() == Enrolled.Means.FACTORY_IDENTITY) {
            facts.add(fact(entry, IDEVID.key(), "verified"));
            facts.add(fact(entry, MAKER_ANCHOR.key(), enrolled.anchor()));
        } else if (enrolled.means() == Enrolled.Means.TOKEN) {
            facts.add(fact(entry, IDEVID.key(), "none"));
        } else if (enrolled.means() == Enrolled.Means.ENDORSEMENT_KEY) {
            facts.add(fact(entry, IDEVID.key(), enrolled.anchor().isEmpty() ? "listed" : "endorsed"));
        } else {
            facts.add(fact(entry, REKEYED.key(), Boolean.toString(enrolled.rekeyed())));
        }
        // The desk refuses a key that another device holds, or was seen with.
        facts.add(fact(entry, KEY_UNIQUE.key(), "true"));
        facts.add(fact(entry, KEY_ALGORITHM.key(), enrolled.keyAlgorithm()));
        facts.add(fact(entry, CERTIFICATE_UNTIL.key(), enrolled.notAfter().toString()));
        facts.add(fact(entry, ANCHOR.key(), enrolled.authority()));
        facts.add(fact(entry, TLS_VERSION.key(), enrolled.tlsVersion()));
        // A token, or a TPM, stands for the certificate that the device does not have yet.
        boolean mutual = enrolled.means() == Enrolled.Means.FACTORY_IDENTITY
                || enrolled.means() == Enrolled.Means.LOCAL_IDENTITY;
        facts.add(fact(entry, TLS_MUTUAL.key(), Boolean.toString(mutual)));
        if (!enrolled.tlsCipher().isEmpty()) {
            facts.add(fact(entry, TLS_CIPHER.key(), enrolled.tlsCipher()));
        }
        return facts;
    }

    private static Fact fact(Entry entry, String key, String value) {
        return new Fact(entry.subject(), key, value, entry.effectiveAt(), Grade.OBSERVED, entry.index());
    }
}
