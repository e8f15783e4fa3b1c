package dev.muster.core.network;

import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.network.nft.NftText;
import dev.muster.format.network.packet.PacketSet;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * Whom a device may talk to, as text for nftables.
 *
 * @param name {@link #QUARANTINE}, {@link #JOINING}, {@link #TRUSTED}, {@link #MAINTENANCE} or {@link #NORMAL}
 * @param ruleset complete: it removes what an earlier one left and can be loaded twice
 */
public record Policy(String name, String ruleset) {

    public static final String QUARANTINE = "quarantine";
    public static final String NORMAL = "normal";
    public static final String TRUSTED = "trusted";
    public static final String MAINTENANCE = "maintenance";
    public static final String JOINING = "joining";

    /** Adding before deleting makes the deletion work whether or not the table was there. */
    private static final String CLEAN_SLATE = "table inet muster\ndelete table inet muster\n";

    /** No restriction by us: the table goes away. */
    public static Policy normal() {
        return new Policy(NORMAL, CLEAN_SLATE);
    }

    /** Only connections that the device opens to the server, loopback, and answers to them. */
    public static Policy quarantine(List<Endpoint> server) {
        return restricting(QUARANTINE, LocalRules.to(server), "");
    }

    /**
     * Exactly these packets, loopback, and answers to them.
     *
     * @param beside what nftables has no words for
     */
    static Policy restricting(String name, PacketSet permitted, String beside) {
        return new Policy(name, NftText.self(permitted) + beside);
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
