package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;

/**
 * A key signs releases of a product no longer, and what it alone signed is offered to nobody. Subject: {@code product/<id>}.
 *
 * @param thumbprint of the key, as in {@link SignerAccepted}
 * @param reason why, in the operator's words
 */
@EntryType("update.signer-revoked")
public record SignerRevoked(String thumbprint, String reason) implements UpdateEvent {}
