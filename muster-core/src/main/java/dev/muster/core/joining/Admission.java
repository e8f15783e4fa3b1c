package dev.muster.core.joining;

import java.util.Locale;
import java.util.Optional;

/** Which devices of an anchor's maker may join. Says nothing about devices that have joined already. */
public enum Admission {
    /** Every device that the maker made, also one that somebody bought in a shop. */
    ANY,
    /** Those that are on the register: imported from the maker's list, or entered one by one. */
    REGISTERED,
    /** Those that a person let in after they asked. */
    APPROVAL,
    /** Those of which a voucher of their maker says that they belong here (RFC 8366). */
    VOUCHER;

    /** The word of the API and of pages: {@code any}, {@code registered}, {@code approval}, {@code voucher}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The inverse of {@link #word()}. */
    public static Optional<Admission> ofWord(String word) {
        for (Admission admission : values()) {
            if (admission.word().equals(word)) {
                return Optional.of(admission);
            }
        }
        return Optional.empty();
    }
}
