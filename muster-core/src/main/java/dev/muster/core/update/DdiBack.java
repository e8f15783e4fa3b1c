package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;

/**
 * A device asked again by hawkBit's device API after its offer had ended without a word. Subject: {@code device/<id>}. Said
 * once for each such offer: a poll is nothing that is kept.
 *
 * @param order that ended
 */
@EntryType("update.ddi-back")
public record DdiBack(String order) implements UpdateEvent {}
