package dev.muster.core.devices;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place that a device may talk to for a while, beside what its policy allows: a vendor who repairs it.
 *
 * @param address an IPv4 or IPv6 literal, without brackets; never a name, because a filter that asks DNS can be told
 *     anything
 * @param port TCP port, 1 to 65535
 * @param from when it was opened
 * @param until it is closed then at the latest
 * @param session id of the record that opened it; unique in the organisation
 */
public record OpenEndpoint(String address, int port, Instant from, Instant until, String session) {
    private static final Pattern PLACE =
            Pattern.compile("(?:([0-9]{1,3}(?:\\.[0-9]{1,3}){3})|\\[([0-9a-fA-F:]{2,39})]):([0-9]{1,5})");

    private static final int MAX_PORT = 65_535;

    /** Whether the text is {@code 192.0.2.7:8443} or {@code [2001:db8::7]:8443}. */
    public static boolean isPlace(String text) {
        Matcher place = PLACE.matcher(text);
        if (!place.matches()) {
            return false;
        }
        int port = Integer.parseInt(place.group(3));
        return port >= 1 && port <= MAX_PORT;
    }

    /** @throws IllegalArgumentException when the text is no {@link #isPlace} */
    public static OpenEndpoint of(String place, Instant from, Instant until, String session) {
        Matcher parts = PLACE.matcher(place);
        if (!isPlace(place) || !parts.matches()) {
            throw new IllegalArgumentException("not an address and port");
        }
        String address = parts.group(1) == null ? parts.group(2) : parts.group(1);
        return new OpenEndpoint(address, Integer.parseInt(parts.group(3)), from, until, session);
    }
}
