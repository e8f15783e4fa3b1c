package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;

/**
 * Whoever holds this token may speak for every attached device of the organisation. Subject: {@code ddi/gateway}.
 *
 * @param tokenSha256 hexadecimal; replaces the one before
 */
@EntryType("update.ddi-gateway-opened")
public record DdiGatewayOpened(String tokenSha256) implements UpdateEvent {}
