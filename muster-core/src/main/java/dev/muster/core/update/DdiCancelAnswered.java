package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;

/**
 * A device heard that an order was taken back, by hawkBit's device API. Subject: {@code device/<id>}.
 *
 * @param accepted false when it says that it cannot stop any more
 */
@EntryType("update.ddi-cancel-answered")
public record DdiCancelAnswered(String order, boolean accepted) implements UpdateEvent {}
