package dev.muster.agent.network;

import dev.muster.format.network.nft.NftException;
import dev.muster.format.network.nft.NftGateway.Member;
import dev.muster.format.network.nft.RateRules;
import dev.muster.format.network.nft.RateTable;
import dev.muster.format.network.packet.Guarded;
import dev.muster.guard.firewall.PacketFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The table that holds devices to rates: loaded when they change, read back, and looked after. */
final class Rates {
    private final String table;
    private String text = "";

    /** @param table {@link RateTable#SELF} or {@link RateTable#GATEWAY} */
    Rates(String table) {
        this.table = table;
    }

    /**
     * Puts what a policy says of rates in force.
     *
     * @throws IOException when the kernel does not have it then
     */
    void apply(PacketFilter kernel, String ruleset, Map<String, Member> members) throws IOException {
        Map<String, Guarded> devices = new HashMap<>();
        members.forEach((id, member) -> devices.put(id, member.device()));
        try {
            text = RateTable.text(table, RateRules.read(ruleset), devices);
        } catch (NftException | IllegalArgumentException unclear) {
            throw new IOException("rates: " + unclear.getMessage(), unclear);
        }
        watch(kernel);
        Optional<String> difference = difference(kernel);
        if (difference.isPresent()) {
            throw new IOException(difference.get());
        }
    }

    /** Loads again what the kernel has otherwise. */
    Optional<String> watch(PacketFilter kernel) throws IOException {
        Optional<String> difference = difference(kernel);
        if (difference.isPresent()) {
            kernel.load(text.getBytes(StandardCharsets.UTF_8));
        }
        return difference;
    }

    private Optional<String> difference(PacketFilter kernel) throws IOException {
        boolean nothing = text.isEmpty() || text.equals(RateTable.none(table));
        Optional<String> listed = nothing && text.isEmpty() ? Optional.empty() : listed(kernel, nothing);
        if (nothing || listed.isEmpty()) {
            return nothing == listed.isEmpty()
                    ? Optional.empty()
                    : Optional.of("the kernel's table of rates is not there, or nobody ordered it");
        }
        return RateTable.form(listed.get()).equals(RateTable.form(text))
                ? Optional.empty()
                : Optional.of("the kernel's table of rates is not the one that was ordered");
    }

    /** A filter that shows no tables but the device's own has none of ours. */
    private Optional<String> listed(PacketFilter kernel, boolean nothing) throws IOException {
        try {
            return kernel.list(table);
        } catch (IOException no) {
            if (nothing) {
                return Optional.empty();
            }
            throw no;
        }
    }
}
