package dev.muster.core.joining;

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
 *   <li>{@code joining.idevid = verified}: chain to an accepted anchor, key possession shown
 *   <li>{@code joining.key-unique = true}: no other device of the organisation has this key
 *   <li>{@code joining.key-algorithm}: {@code P-256}, {@code P-384}
 *   <li>{@code joining.certificate-until}: ISO 8601
 *   <li>{@code joining.anchor}: digest of the authority that issued the certificate; {@code joining.maker-anchor}: of the
 *       maker's
 *   <li>{@code joining.uuid}: the number that the device keeps whatever it is called
 *   <li>{@code joining.rekeyed = true}: the device replaced its key by itself
 *   <li>{@code transport.version}, {@code transport.mutual}: of the connection it enrolled over
 *   <li>{@code joining.refused}, {@code joining.refused-count}: the last refusal's reason and how many it stands for
 *       (organisation)
 *   <li>{@code joining.authority}: digest of the organisation's authority (organisation)
 * </ul>
 */
public final class JoiningFacts implements FactRule {

    @Override
    public List<Fact> facts(Entry entry, Event event) {
        return switch (event) {
            case Enrolled enrolled -> enrolled(entry, enrolled);
            case EnrolmentRefused refused ->
                List.of(
                        fact(entry, "joining.refused", refused.reason()),
                        fact(entry, "joining.refused-count", Long.toString(refused.count())));
            case AuthorityCreated _ ->
                List.of(new Fact(
                        Subject.org(entry.org()),
                        "joining.authority",
                        entry.subject().id(),
                        entry.effectiveAt(),
                        Grade.RECORDED,
                        entry.index()));
            case DeviceIdentified identified -> List.of(fact(entry, "joining.uuid", identified.uuid()));
            case OwnershipReleased _ -> List.of(fact(entry, "joining.idevid", "released"));
            default -> List.of();
        };
    }

    private static List<Fact> enrolled(Entry entry, Enrolled enrolled) {
        List<Fact> facts = new ArrayList<>();
        if (enrolled.means() == Enrolled.Means.FACTORY_IDENTITY) {
            facts.add(fact(entry, "joining.idevid", "verified"));
            facts.add(fact(entry, "joining.maker-anchor", enrolled.anchor()));
        } else if (enrolled.means() == Enrolled.Means.TOKEN) {
            facts.add(fact(entry, "joining.idevid", "none"));
        } else if (enrolled.rekeyed()) {
            facts.add(fact(entry, "joining.rekeyed", "true"));
        }
        // The desk refuses a key that another device holds.
        facts.add(fact(entry, "joining.key-unique", "true"));
        facts.add(fact(entry, "joining.key-algorithm", enrolled.keyAlgorithm()));
        facts.add(fact(entry, "joining.certificate-until", enrolled.notAfter().toString()));
        facts.add(fact(entry, "joining.anchor", enrolled.authority()));
        facts.add(fact(entry, "transport.version", enrolled.tlsVersion()));
        facts.add(fact(entry, "transport.mutual", "true"));
        return facts;
    }

    private static Fact fact(Entry entry, String key, String value) {
        return new Fact(entry.subject(), key, value, entry.effectiveAt(), Grade.OBSERVED, entry.index());
    }
}
