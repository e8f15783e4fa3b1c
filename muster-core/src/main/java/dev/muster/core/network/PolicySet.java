package dev.muster.core.network;

import dev.muster.core.ledger.EntryType;

/**
 * The server wants this policy in force on a device; an order of the same decision asks for it. Subject:
 * {@code device/<id>}. That it is in force is said by the agent's report on the order.
 *
 * @param name {@code trusted}, {@code maintenance}, {@code joining}, {@code quarantine} or {@code normal}
 * @param digest SHA-256 of the ruleset, hex
 * @param order id of the order that asks for it
 * @param because index of the entry that caused it, or -1
 */
@EntryType("network.policy-set")
public record PolicySet(String name, String digest, String order, long because) implements NetworkEvent {}
