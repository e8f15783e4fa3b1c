package dev.muster.core.access;

import dev.muster.core.ledger.EntryType;
import java.time.Instant;

/**
 * A browser redeemed a link and has a session.
 *
 * @param linkHash of the link, which is used up
 * @param sessionHash SHA-256 of the session's secret, 64 hex digits
 */
@EntryType("access.signed-in")
public record SignedIn(String operator, Role role, String linkHash, String sessionHash, Instant expiresAt)
        implements AccessEvent {}
