package dev.muster.format.devices.orders;

import java.util.Locale;
import java.util.Optional;

/** What an order asks for, with its code point on the wire (our own table, version 1). */
public enum OrderKind {
    /** Send fresh evidence now. */
    ATTEST(1),
    /** Fetch the SUIT envelope, check it, install, restart into it. */
    INSTALL(2),
    /** Go back to the other slot, if what lies in it is good. */
    ROLL_BACK(3),
    /** Put this network policy in force. */
    NETWORK_POLICY(4),
    /** Restart the device's software. */
    RESTART(5),
    /** A session of maintenance may be had, or is over. */
    MAINTENANCE(20),
    /** Guard the devices behind this gateway with these rules. */
    GATEWAY_POLICY(21),
    /** Destroy keys, then data, and prove it. */
    WIPE(22),
    /** What was issued for the device's local functions until now is void. */
    LOCAL_EPOCH(23),
    /** The same as {@link #GATEWAY_POLICY}, with rules that are fetched in pages. */
    GATEWAY_PAGES(24),
    /** A kind this version does not know; never issued, only read. */
    UNKNOWN(0);

    private final int code;

    /** Whether it says what the devices behind a gateway are held to; the newest of a gateway counts alone. */
    public boolean guards() {
        return this == GATEWAY_POLICY || this == GATEWAY_PAGES;
    }

    OrderKind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The word in facts and on pages: lower case with dashes, such as {@code roll-back}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind of a code point, or empty for one that this version does not know. */
    public static Optional<OrderKind> ofCode(int code) {
        for (OrderKind kind : values()) {
            if (kind != UNKNOWN && kind.code == code) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
