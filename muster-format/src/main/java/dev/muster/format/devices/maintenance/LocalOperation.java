package dev.muster.format.devices.maintenance;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a device does for a person at its local socket, with its code point and the least role that may have it done. */
public enum LocalOperation {
    /** Which software runs from which slot, how often it booted, how firm the device is. */
    STATUS(1, LocalRole.AUDITOR),
    /** What holds on the host, row by row. */
    HOST(2, LocalRole.AUDITOR),
    /** Sends evidence to the server as soon as it can be reached. */
    ATTEST(3, LocalRole.OPERATOR),
    /** Gives the users' data, packed as a ZIP file. */
    EXPORT_DATA(4, LocalRole.OPERATOR),
    /** Starts the software again. */
    RESTART(5, LocalRole.MAINTAINER),
    /** Starts the other slot, when what lies there is good. */
    ROLL_BACK(6, LocalRole.MAINTAINER),
    /** Puts the maker's configuration back in place of the present one. */
    BASELINE(7, LocalRole.ADMIN),
    /** Destroys the users' data and gives a signed {@link WipeProof} of it. */
    ERASE_DATA(8, LocalRole.ADMIN);

    private final int code;
    private final LocalRole least;

    LocalOperation(int code, LocalRole least) {
        this.code = code;
        this.least = least;
    }

    int code() {
        return code;
    }

    /** Who may at least. */
    public LocalRole least() {
        return least;
    }

    /** Lower case with dashes, as in records and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The inverse of {@link #word()}. */
    public static Optional<LocalOperation> ofWord(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
