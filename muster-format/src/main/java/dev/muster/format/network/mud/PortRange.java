package dev.muster.format.network.mud;

import java.util.List;

/** Ports from low to high, both included. */
public record PortRange(int low, int high) {
    public static final int HIGHEST = 65535;

    /** Every port. */
    public static final PortRange ANY = new PortRange(0, HIGHEST);

    public PortRange {
        if (low < 0 || high > HIGHEST || low > high) {
            throw new IllegalArgumentException("a range of ports goes up, from 0 to " + HIGHEST);
        }
    }

    /** Every port but one (RFC 8519's {@code neq}). */
    static List<PortRange> allBut(int port) {
        if (port == 0) {
            return List.of(new PortRange(1, HIGHEST));
        }
        return port == HIGHEST
                ? List.of(new PortRange(0, HIGHEST - 1))
                : List.of(new PortRange(0, port - 1), new PortRange(port + 1, HIGHEST));
    }

    @Override
    public String toString() {
        return low == high ? String.valueOf(low) : low + "-" + high;
    }
}
