package dev.muster.format.network.packet;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A device behind a gateway, as the gateway knows it.
 *
 * @param mac the address of its interface, six pairs of lower-case hex digits with colons
 * @param addresses from which it may send, each a network; a family without any is shut
 */
public record Guarded(String mac, List<Prefix> addresses) {
    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");

    /** @throws IllegalArgumentException when the interface's address is none, or is one of many, or there is no address */
    public Guarded {
        addresses = List.copyOf(addresses);
        if (!MAC.matcher(mac).matches() || (Integer.parseInt(mac.substring(0, 2), 16) & 1) != 0) {
            throw new IllegalArgumentException(mac + " is no address of one interface");
        }
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("a device behind a gateway has an address");
        }
    }

    /** Whether it has an address of this family. */
    public boolean has(int family) {
        return addresses.stream().anyMatch(a -> a.family() == family);
    }

    /** Its addresses of a family. */
    public List<Prefix> addresses(int family) {
        return addresses.stream().filter(a -> a.family() == family).toList();
    }
}
