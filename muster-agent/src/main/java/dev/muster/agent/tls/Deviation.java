package dev.muster.agent.tls;

import dev.muster.format.network.nft.TlsRules;
import java.time.Instant;
import java.util.List;

/**
 * A connection that began otherwise than the device's maker says.
 *
 * @param device in a gateway's table; empty for the device itself
 * @param name whom the ClientHello asks for; empty when it says nobody
 * @param what is not in the profile that comes nearest, a few words each
 * @param mode what becomes of such a connection: it was ended for it, or not
 */
public record Deviation(
        String device, Connection connection, String name, List<String> what, TlsRules.Mode mode, Instant at) {
    public Deviation {
        what = List.copyOf(what);
    }

    /** For people. */
    public String sentence() {
        return (device.isEmpty() ? "this device" : device) + " to " + (name.isEmpty() ? "" : name + " at ")
                + connection.to() + " port " + connection.served() + ": " + String.join(", ", what)
                + (mode == TlsRules.Mode.ENFORCE ? "; refused" : "; not refused");
    }
}
