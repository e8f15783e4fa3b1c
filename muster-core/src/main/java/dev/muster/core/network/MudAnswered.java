package dev.muster.core.network;

import dev.muster.core.ledger.EntryType;

/**
 * A person answered a description that waited. Subject: {@code mud/<URL>}.
 *
 * @param digest SHA-256 of the file, hex
 * @param approved whether it is in force now
 * @param before digest of the one that it replaces; empty when there was none
 * @param reason why
 */
@EntryType("network.mud-answered")
public record MudAnswered(String digest, boolean approved, String before, String reason) implements NetworkEvent {}
