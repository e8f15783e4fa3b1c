package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;

/**
 * A device without an attesting agent says that it installed the release, in a rollout whose plan accepts claims. Nothing
 * shows it. Subject: {@code device/<id>}.
 */
@EntryType("update.device-claimed")
public record DeviceClaimed(String rollout, String release) implements UpdateEvent {}
