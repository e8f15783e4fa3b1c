package dev.muster.core.attestation;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import java.util.ArrayList;
import java.util.List;

/**
 * What entries of attestation say. Only appraised evidence gives facts of grade {@code ATTESTED}: it was signed by the
 * enrolled key over a fresh nonce, else it would not have been appraised. Their age is that of the appraisal.
 *
 * <p>Keys of a device: {@code attestation.status} (trust tier), {@code attestation.signature} ({@code verified}),
 * {@code attestation.software} ({@code match}, {@code mismatch}, {@code no-reference}), {@code attestation.version} (only
 * when matched), {@code attestation.unknown-parts} (a number), {@code attestation.differs} (the first file that is not as
 * released), {@code attestation.strength} (a word of {@link Proof}: what the verifier concluded, {@code ATTESTED}, or what
 * the device's word comes to, {@code REPORTED} and at most {@code checked}), {@code attestation.scheme}, {@code
 * attestation.slot},
 * {@code attestation.boot-count}, {@code attestation.digest}, {@code attestation.debug} (when stated), and
 * {@code attestation.refused} (a reason code, observed), {@code attestation.result-disputed} (the device's reason for not
 * accepting a result).
 */
public final class AttestationFacts implements FactRule {
    @Override
    public List<Fact> facts(Entry entry, Event event) {
        return switch (event) {
            case EvidenceAppraised appraised -> appraised(entry, appraised);
            case EvidenceRefused refused -> List.of(fact(entry, "attestation.refused", refused.code(), Grade.OBSERVED));
            case ResultDisputed disputed -> List.of(attested(entry, "attestation.result-disputed", disputed.code()));
            case ReferenceValuesAdded added ->
                List.of(
                        fact(entry, "reference.maker", added.maker(), Grade.CLAIMED),
                        fact(entry, "reference.manifest", added.corimId(), Grade.CLAIMED));
            case MakerRegistered maker -> List.of(fact(entry, "maker.anchor", maker.maker(), Grade.RECORDED));
            default -> List.of();
        };
    }

    private static List<Fact> appraised(Entry entry, EvidenceAppraised event) {
        EvidenceAppraised.Software software = event.software();
        List<Fact> facts = new ArrayList<>();
        facts.add(attested(entry, "attestation.status", event.status().word()));
        facts.add(attested(entry, "attestation.signature", "verified"));
        facts.add(attested(entry, "attestation.software", outcome(event)));
        event.match().ifPresent(match -> {
            facts.add(attested(entry, "attestation.unknown-parts", "0"));
            if (!match.version().isEmpty()) {
                facts.add(attested(entry, "attestation.version", match.version()));
            }
        });
        if (event.match().isEmpty() && event.differencesTotal() > 0) {
            facts.add(attested(entry, "attestation.unknown-parts", Integer.toString(event.differencesTotal())));
            event.differences().stream()
                    .findFirst()
                    .ifPresent(first -> facts.add(attested(entry, "attestation.differs", first.path())));
        }
        Proof proof = event.proved();
        facts.add(fact(entry, "attestation.strength", proof.word(), proof.proved() ? Grade.ATTESTED : Grade.REPORTED));
        event.scheme().ifPresent(scheme -> facts.add(fact(entry, "attestation.scheme", scheme, Grade.OBSERVED)));
        if (!software.slot().isEmpty()) {
            facts.add(attested(entry, "attestation.slot", software.slot()));
        }
        facts.add(attested(entry, "attestation.digest", software.digest()));
        facts.add(attested(entry, "attestation.boot-count", Long.toString(software.bootCount())));
        if (!software.debug().isEmpty()) {
            facts.add(attested(entry, "attestation.debug", software.debug()));
        }
        return facts;
    }

    private static String outcome(EvidenceAppraised event) {
        if (event.match().isPresent()) {
            return "match";
        }
        return event.differencesTotal() > 0 ? "mismatch" : "no-reference";
    }

    private static Fact attested(Entry entry, String key, String value) {
        return fact(entry, key, value, Grade.ATTESTED);
    }

    private static Fact fact(Entry entry, String key, String value, Grade grade) {
        return new Fact(entry.subject(), key, value, entry.effectiveAt(), grade, entry.index());
    }
}
