package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;

/**
 * A device reported what became of an envelope, signed with its key. Subject: {@code device/<id>}. This is the device's
 * word: it can stop a rollout but never count for it.
 *
 * @param envelope SHA-256 of the envelope, hexadecimal; empty when the report names none that we handed out
 * @param nature what the server itself found the envelope to be
 * @param release the release's id, empty when it is none
 * @param success whether the device says it is installed
 * @param reason word of the SUIT reason; {@code ok} on success
 * @param detail one sentence for people
 */
@EntryType("update.install-reported")
public record InstallReported(
        String envelope, EnvelopeNature nature, String release, boolean success, String reason, String detail)
        implements UpdateEvent {}
