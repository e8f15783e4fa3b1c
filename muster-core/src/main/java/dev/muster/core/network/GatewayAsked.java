package dev.muster.core.network;

import dev.muster.core.ledger.EntryType;
import java.util.List;

/**
 * A gateway is asked to hold the devices behind it to these policies; an order of the same decision has the rules. Subject:
 * {@code device/<id>} of the gateway.
 *
 * @param digest SHA-256 of the rules, hex
 * @param order id of the order; empty when the rules do not fit into one, and the gateway is asked for nothing
 * @param because index of the entry that caused it
 * @param members whom, and to what
 */
@EntryType("network.gateway-asked")
public record GatewayAsked(String digest, String order, long because, List<Member> members) implements NetworkEvent {
    public GatewayAsked {
        members = List.copyOf(members);
    }

    /**
     * A device behind it.
     *
     * @param policy the policy's name
     * @param digest SHA-256 of what it permits in words, hex
     */
    public record Member(String device, String policy, String digest) {}
}
