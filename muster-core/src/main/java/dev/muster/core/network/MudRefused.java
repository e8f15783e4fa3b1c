package dev.muster.core.network;

import dev.muster.core.ledger.EntryType;

/**
 * A description was not taken. Subject: {@code mud/<URL>}.
 *
 * @param digest SHA-256 of the file, hex; empty when there was none
 * @param reason stable code
 * @param detail one sentence
 */
@EntryType("network.mud-refused")
public record MudRefused(String digest, String reason, String detail) implements NetworkEvent {}
