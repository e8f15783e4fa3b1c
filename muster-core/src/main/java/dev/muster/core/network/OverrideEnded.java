package dev.muster.core.network;

import dev.muster.core.ledger.EntryType;

/**
 * An override holds no longer. Subject: {@code device/<id>}.
 *
 * @param id of the override
 * @param why {@code expired}, or what a person said
 */
@EntryType("network.override-ended")
public record OverrideEnded(String id, String why) implements NetworkEvent {}
