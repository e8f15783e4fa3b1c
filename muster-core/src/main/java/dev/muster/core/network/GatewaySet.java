package dev.muster.core.network;

import dev.muster.core.ledger.EntryType;
import java.util.List;

/**
 * A device is a gateway, and these devices are behind it. Subject: {@code device/<id>} of the gateway.
 *
 * @param behind whom it guards; empty when it guards nobody any more
 */
@EntryType("network.gateway-set")
public record GatewaySet(List<Behind> behind) implements NetworkEvent {
    /** It guards nobody. */
    public static final GatewaySet NOBODY = new GatewaySet(List.of());

    public GatewaySet {
        behind = List.copyOf(behind);
    }

    /**
     * A device behind it.
     *
     * @param device its id; it need not have joined yet
     * @param mac of its interface, six pairs of lower-case hex digits with colons
     * @param addresses from which it may send, as networks
     */
    public record Behind(String device, String mac, List<String> addresses) {
        public Behind {
            addresses = List.copyOf(addresses);
        }
    }
}
