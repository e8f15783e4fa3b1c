package dev.muster.core.joining;

import dev.muster.core.ledger.EntryType;
import java.time.Instant;

/**
 * An operator made a bootstrap token for one device. Subject: {@code token/<SHA-256 of the secret, hex>}.
 *
 * @param device the id that the device will have
 * @param product the product it is
 * @param until when it ends unused
 */
@EntryType("joining.token-made")
public record TokenMade(String device, String product, Instant until) implements JoiningEvent {}
