package dev.muster.core.network;

import dev.muster.core.ledger.EntryType;

/**
 * What a gateway said of its rules for one device behind it. Subject: {@code device/<id>} of the device behind it. Told when the
 * policy, the gateway's word for it, or the gateway changes.
 *
 * @param gateway id of the gateway
 * @param policy name of the policy; empty when the gateway does not guard the device any more
 * @param digest SHA-256 of what it permits in words, hex
 * @param order the order on which the gateway reported; empty when there is none, since its rules do not fit into one
 * @param strength one of the words of {@link dev.muster.format.devices.orders.Strength}; empty when it failed
 * @param detail one sentence
 */
@EntryType("network.gateway-holds")
public record GatewayHolds(String gateway, String policy, String digest, String order, String strength, String detail)
        implements NetworkEvent {}
