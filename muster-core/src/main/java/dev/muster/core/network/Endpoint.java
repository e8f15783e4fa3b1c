package dev.muster.core.network;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One place a device may connect to.
 *
 * @param address an IPv4 or IPv6 literal; never a name, because a filter that asks DNS can be told anything
 * @param port TCP port, 1 to 65535
 */
public record Endpoint(String address, int port) {

    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    /** Also keeps everything out that could end the rule and begin another. */
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]{2,39}");

    public Endpoint {
        if (!IPV4.matcher(address).matches()
                && !(address.contains(":") && IPV6.matcher(address).matches())) {
            throw new IllegalArgumentException("an endpoint's address is an IPv4 or IPv6 literal");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a port is 1 to 65535");
        }
    }

    /** Reads {@code ADDRESS:PORT}, an IPv6 address in brackets. */
    public static Optional<Endpoint> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        String host = text.substring(0, colon);
        boolean brackets = host.startsWith("[") && host.endsWith("]");
        try {
            return Optional.of(new Endpoint(
                    brackets ? host.substring(1, host.length() - 1) : host,
                    Integer.parseInt(text.substring(colon + 1))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
