package dev.muster.core.attestation;

import dev.muster.format.devices.orders.Strength;

/**
 * How firmly a verifier knows what it was shown. Concluded by a {@link Scheme} from what it verified, never taken over
 * from the device: {@link Strength} is the device's own word, and {@link #claimed} is all that it can come to.
 */
public enum Proof {
    /** Virtual hardware, by the device's own word: nothing real was measured. */
    SIMULATED("simulated", false),
    /** The software that is measured made the measurement itself. */
    CHECKED("checked", false),
    /** A key that only a root of trust outside of the measured software can use has signed the measurement. */
    ROOT_OF_TRUST("rot-signed", true),
    /** The same under a key that the verifier has too: whoever has a copy of it could have made it up. */
    SHARED_KEY("rot-shared-key", true),
    /** A chain of keys, each derived from the measurement of the next stage, ends in a key of the maker (DICE). */
    DICE("dice-derived", true),
    /** The same, on a machine whose TPM, by proof the one that it joined with, quoted its registers beside it. */
    CHECKED_BESIDE_TPM("checked-beside-tpm", false),
    /** The same with a TPM that is software. */
    CHECKED_BESIDE_SOFTWARE_TPM("checked-beside-software-tpm", false),
    /** A restricted key of a TPM that is software has quoted the measurement: the machine could have made it up. */
    SOFTWARE_TPM_QUOTED("software-tpm-quoted", false),
    /** A restricted key of a TPM that the register knows has quoted the measurement. */
    TPM_QUOTED("tpm-quoted", true);

    private final String word;
    private final boolean proved;

    Proof(String word, boolean proved) {
        this.word = word;
        this.proved = proved;
    }

    /** The word in entries, facts and reports. */
    public String word() {
        return word;
    }

    /** Whether the verifier knows it; otherwise it rests on the word of the software that was measured. */
    public boolean proved() {
        return proved;
    }

    /** What a device's word about itself can come to: at most {@link #CHECKED}, whatever it says. */
    public static Proof claimed(Strength word) {
        return word == Strength.SIMULATED ? SIMULATED : CHECKED;
    }

    /** The same for a word of an entry from before proofs were kept apart; a word that is unknown proves nothing. */
    static Proof ofClaimedWord(String word) {
        return Strength.ofWord(word).map(Proof::claimed).orElse(CHECKED);
    }
}
