package dev.muster.core.ledger;

/**
 * What an entry says, as a record. Each topic has one sealed interface that extends this and permits its records, each
 * record named on the wire by {@link EntryType}. An event carries everything that the topic's registers need, because
 * registers are folds over entries and nothing else.
 */
public interface Event {}
