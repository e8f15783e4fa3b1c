package dev.muster.format.devices.orders;

import java.util.Optional;

/** How firmly a device did what it reports; four words that must never be mixed up. */
public enum Strength {
    /** Virtual hardware: nothing real was constrained. */
    SIMULATED("simulated"),
    /** The agent compared and acted, in a process that the attacker could also have. */
    CHECKED("checked"),
    /** The kernel holds it in force, also against the agent. */
    KERNEL_ENFORCED("kernel-enforced"),
    /** Quoted by a TPM. */
    TPM_QUOTED("tpm-quoted");

    private final String word;

    Strength(String word) {
        this.word = word;
    }

    /** The word on the wire and in every report. */
    public String word() {
        return word;
    }

    public static Optional<Strength> ofWord(String word) {
        for (Strength strength : values()) {
            if (strength.word.equals(word)) {
                return Optional.of(strength);
            }
        }
        return Optional.empty();
    }
}
