package dev.muster.format.attest.eat;

import java.util.Locale;

/** State of the debug facilities (RFC 9711 §4.2.9). */
public enum DebugStatus {
    ENABLED(0),
    DISABLED(1),
    DISABLED_SINCE_BOOT(2),
    DISABLED_PERMANENTLY(3),
    DISABLED_FULLY_AND_PERMANENTLY(4);

    private final int claim;

    DebugStatus(int claim) {
        this.claim = claim;
    }

    /** The claim's value. */
    public int claim() {
        return claim;
    }

    /** @throws IllegalArgumentException when the claim is not 0..4 */
    public static DebugStatus of(long claim) {
        for (DebugStatus status : values()) {
            if (status.claim == claim) {
                return status;
            }
        }
        throw new IllegalArgumentException("a debug status is 0..4, not " + claim);
    }

    /** The JSON name, such as {@code disabled-since-boot}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
