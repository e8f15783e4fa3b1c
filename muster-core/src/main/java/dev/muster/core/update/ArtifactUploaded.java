package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;

/**
 * Somebody brought an artifact that was not here before: who is the entry's actor and issuer. Subject: {@code
 * artifact/<SHA-256, hex>}. What is brought again is not told again.
 *
 * @param bytes how many
 */
@EntryType("update.artifact-uploaded")
public record ArtifactUploaded(long bytes) implements UpdateEvent {}
