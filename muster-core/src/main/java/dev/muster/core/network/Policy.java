package dev.muster.core.network;

import dev.muster.core.devices.DeviceState;
import dev.muster.core.network.policy.Basics;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.network.nft.NftText;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Prefix;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

    private static final int TCP = 6;

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
        List<Box> boxes = new ArrayList<>();
        for (Endpoint endpoint : server) {
            Prefix.parse(endpoint.address()).ifPresent(to -> boxes.add(Basics.client(to, TCP, endpoint.port())));
        }
        return new Policy(QUARANTINE, NftText.self(PacketSet.of(boxes)));
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
