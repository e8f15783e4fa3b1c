package dev.muster.core.network;

import dev.muster.core.devices.DeviceState;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.orders.OrderAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Whom a device may talk to, as text for nftables.
 *
 * @param name {@link #QUARANTINE} or {@link #NORMAL}
 * @param ruleset complete: it removes what an earlier one left and can be loaded twice
 */
public record Policy(String name, String ruleset) {

    public static final String QUARANTINE = "quarantine";
    public static final String NORMAL = "normal";

    /** Adding before deleting makes the deletion work whether or not the table was there. */
    private static final String CLEAN_SLATE = "table inet muster\ndelete table inet muster\n";

    /** The policy that a state asks for; empty where the state says nothing about the network. */
    public static Optional<Policy> forState(DeviceState state, List<Endpoint> server) {
        return switch (state) {
            case QUARANTINED, SAFE_STOP -> Optional.of(quarantine(server));
            case OPERATIONAL, MAINTENANCE, DEGRADED -> Optional.of(normal());
            case MANUFACTURED, JOINING, OFF_SITE, RETIRED -> Optional.empty();
        };
    }

    /** No restriction by us: the table goes away. */
    public static Policy normal() {
        return new Policy(NORMAL, CLEAN_SLATE);
    }

    /** Only connections that the device opens to the server, loopback, and answers to them. */
    public static Policy quarantine(List<Endpoint> server) {
        StringBuilder text = new StringBuilder(CLEAN_SLATE);
        text.append("table inet muster {\n");
        text.append("  chain out {\n    type filter hook output priority filter; policy drop;\n");
        text.append("    oif \"lo\" accept\n    ct state established,related accept\n");
        for (Endpoint endpoint : server) {
            text.append("    ")
                    .append(endpoint.isIpv6() ? "ip6" : "ip")
                    .append(" daddr ")
                    .append(endpoint.address())
                    .append(" tcp dport ")
                    .append(endpoint.port())
                    .append(" accept\n");
        }
        // Without neighbour discovery an IPv6 device would not even reach its router.
        text.append("    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit } accept\n");
        text.append("  }\n  chain in {\n    type filter hook input priority filter; policy drop;\n");
        text.append("    iif \"lo\" accept\n    ct state established,related accept\n");
        text.append("    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } accept\n");
        text.append("  }\n  chain forward {\n    type filter hook forward priority filter; policy drop;\n  }\n}\n");
        return new Policy(QUARANTINE, text.toString());
    }

    /** SHA-256 of the ruleset's UTF-8 bytes, hex. */
    public String digest() {
        return HexFormat.of().formatHex(Sha256.of(bytes()));
    }

    OrderAction order() {
        return new OrderAction.NetworkPolicy(name, bytes());
    }

    private byte[] bytes() {
        return ruleset.getBytes(StandardCharsets.UTF_8);
    }
}
