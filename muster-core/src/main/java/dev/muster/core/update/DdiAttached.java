package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;

/**
 * A device may ask for updates by hawkBit's device API, with a token of its own. It has no agent of ours; until evidence of it
 * comes, what it runs is its word. Subject: {@code device/<id>}.
 *
 * @param tokenSha256 hexadecimal; the token itself was shown once to whoever asked
 */
@EntryType("update.ddi-attached")
public record DdiAttached(String tokenSha256) implements UpdateEvent {}
