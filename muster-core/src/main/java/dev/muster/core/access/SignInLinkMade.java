package dev.muster.core.access;

import dev.muster.core.ledger.EntryType;
import java.time.Instant;

/**
 * A link that signs a browser in, once.
 *
 * @param secretHash SHA-256 of the link's secret, 64 hex digits
 */
@EntryType("access.link-made")
public record SignInLinkMade(String operator, String secretHash, Instant expiresAt) implements AccessEvent {}
