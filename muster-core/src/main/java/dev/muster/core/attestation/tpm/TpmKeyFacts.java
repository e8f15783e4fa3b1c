package dev.muster.core.attestation.tpm;

import static dev.muster.core.facts.FactType.text;
import static dev.muster.core.facts.FactType.words;

import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Vocabulary;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a device's key lives. {@code ATTESTED}: its TPM signed it and the server verified it; the word of a software TPM, or
 * of one that no maker certified, is {@code REPORTED}: the machine that it protects the key from could have made it up.
 */
public final class TpmKeyFacts implements FactRule {
    private static final Vocabulary WORDS = new Vocabulary();

    public static final FactKey KEY_HOME = WORDS.device(
            "attestation.key-home",
            words("hardware-tpm", "software-tpm", "uncertified-tpm"),
            Grade.ATTESTED,
            "where the key lives that the device was enrolled with: what its TPM certified under a believed"
                    + " endorsement key");
    public static final FactKey TPM_MAKER =
            WORDS.device("attestation.tpm-maker", text(), Grade.OBSERVED, "who made that TPM, by its certificate");
    public static final FactKey ENDORSEMENT =
            WORDS.device("attestation.tpm-endorsement", text(), Grade.OBSERVED, "digest of that TPM's endorsement key");

    /** What these facts are called and mean. */
    public static List<DeclaredFact> vocabulary() {
        return WORDS.all();
    }

    @Override
    public List<Fact> facts(Entry entry, Event event) {
        return switch (event) {
            case KeyProved proved -> proved(entry, proved);
            default -> List.of();
        };
    }

    private static List<Fact> proved(Entry entry, KeyProved proved) {
        boolean hardware = proved.home().equals(KeyHome.HARDWARE_TPM.word());
        List<Fact> facts = new ArrayList<>();
        facts.add(fact(entry, KEY_HOME, proved.home(), hardware ? Grade.ATTESTED : Grade.REPORTED));
        if (!proved.maker().isEmpty()) {
            facts.add(fact(entry, TPM_MAKER, proved.maker(), Grade.OBSERVED));
        }
        facts.add(fact(entry, ENDORSEMENT, proved.endorsement(), Grade.OBSERVED));
        return facts;
    }

    private static Fact fact(Entry entry, FactKey key, String value, Grade grade) {
        return new Fact(entry.subject(), key.key(), value, entry.effectiveAt(), grade, entry.index());
    }
}
