package dev.muster.format.devices.maintenance;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How much of a device's local functions somebody has; each level has those before it. What {@code NIST-CAT} calls privilege
 * tiers (SEC-EXE-02, SEC-EXE-03).
 */
public enum LocalRole {
    /** Looks. */
    AUDITOR(1),
    /** Uses the device, and has what its users put there. */
    OPERATOR(2),
    /** Changes what runs. */
    MAINTAINER(3),
    /** Destroys and puts back. */
    ADMIN(4);

    private final int code;

    LocalRole(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Lower case, as in tokens' records and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The inverse of {@link #word()}. */
    public static Optional<LocalRole> ofWord(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    /** Whether a person at this level may have this done. */
    public boolean may(LocalOperation operation) {
        return compareTo(operation.least()) >= 0;
    }
}
