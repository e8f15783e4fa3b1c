package dev.muster.core.attestation.tpm;

import java.util.Locale;
import java.util.Optional;

/** Where a key lives, by what was proved. */
public enum KeyHome {
    /** In a TPM whose maker's authority certified it as hardware. */
    HARDWARE_TPM,
    /** In a TPM that is software, as its authority is registered: it protects the key as well as that machine does. */
    SOFTWARE_TPM;

    /** The word of the API, facts and pages: {@code hardware-tpm}, {@code software-tpm}. */
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
