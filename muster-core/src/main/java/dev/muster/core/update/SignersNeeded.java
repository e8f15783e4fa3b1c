package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;

/**
 * So many different accepted keys must have signed a release of the product: n of the m that are accepted. Subject:
 * {@code product/<id>}.
 */
@EntryType("update.signers-needed")
public record SignersNeeded(int count) implements UpdateEvent {}
