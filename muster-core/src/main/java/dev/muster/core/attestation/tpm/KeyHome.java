package dev.muster.core.attestation.tpm;

import java.util.Locale;
import java.util.Optional;

/** Where a key lives, by what was proved. */
public enum KeyHome {
    /** In a TPM whose maker's authority certified it as hardware. */
    HARDWARE_TPM,
    /** In a TPM that is software, as its authority is registered: it protects the key as well as that machine does. */
    SOFTWARE_TPM,
    /** In what answers like a TPM: a list names its endorsement key, and no maker certified that key. */
    UNCERTIFIED_TPM;

    /** Whether somebody who has the whole machine still does not have the key. */
    public boolean isHardware() {
        return this == HARDWARE_TPM;
    }

    /** The word of the API, facts and pages: {@code hardware-tpm}, {@code software-tpm}, {@code uncertified-tpm}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The inverse of {@link #word()}. */
    public static Optional<KeyHome> ofWord(String word) {
        for (KeyHome home : values()) {
            if (home.word().equals(word)) {
                return Optional.of(home);
            }
        }
        return Optional.empty();
    }
}
