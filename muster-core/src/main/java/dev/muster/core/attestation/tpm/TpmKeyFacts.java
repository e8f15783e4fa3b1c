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
import java.util.List;

/**
 * Where a device's key lives. {@code ATTESTED}: its TPM signed it and the server verified it; a software TPM's word is
 * {@code REPORTED}, because the machine that it protects the key from could have made it up.
 */
public final class TpmKeyFacts implements FactRule {
    private static final Vocabulary WORDS = new Vocabulary();

    public static final FactKey KEY_HOME = WORDS.device(
            "attestation.key-home",
            words("hardware-tpm", "software-tpm"),
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
            case KeyProved proved ->
                List.of(
                        fact(
                                entry,
                                KEY_HOME,
                                proved.home(),
                                proved.home().equals(KeyHome.HARDWARE_TPM.word()) ? Grade.ATTESTED : Grade.REPORTED),
                        fact(entry, TPM_MAKER, proved.maker(), Grade.OBSERVED),
                        fact(entry, ENDORSEMENT, proved.endorsement(), Grade.OBSERVED));
            default -> List.of();
        };
    }

    private static Fact fact(Entry entry, FactKey key, String value, Grade grade) {
        return new Fact(entry.subject(), key.key(), value, entry.effectiveAt(), grade, entry.index());
    }
}
