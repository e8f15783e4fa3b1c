package dev.muster.core.network.policy;

import dev.muster.format.network.packet.Prefix;
import java.util.List;
import java.util.Map;

/**
 * What MUD's words mean where a device is.
 *
 * @param local what the administrator calls local
 * @param controllers addresses of a class (URL or URN), and of {@code my-controller} by the MUD URL of its devices
 * @param neighbours devices with a MUD URL
 */
public record Site(List<Prefix> local, Map<String, List<Prefix>> controllers, List<Neighbour> neighbours) {

    /** RFC 8520 §8: the classes that every site has. */
    public static final String DNS = "urn:ietf:params:mud:dns";

    public static final String NTP = "urn:ietf:params:mud:ntp";

    public Site {
        local = List.copyOf(local);
        controllers = Map.copyOf(controllers);
        neighbours = List.copyOf(neighbours);
    }

    /**
     * Another device.
     *
     * @param authority the host of its MUD URL
     */
    public record Neighbour(String mudUrl, String authority, List<Prefix> addresses) {
        public Neighbour {
            addresses = List.copyOf(addresses);
        }
    }

    /** Addresses of a class; none when nobody assigned any, so that nothing is permitted by a word that means nothing. */
    List<Prefix> controller(String uri) {
        return controllers.getOrDefault(uri, List.of());
    }
}
