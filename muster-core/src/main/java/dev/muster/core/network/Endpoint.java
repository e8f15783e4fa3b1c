package dev.muster.core.network;

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
}
