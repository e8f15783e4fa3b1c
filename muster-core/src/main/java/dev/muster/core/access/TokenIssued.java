package dev.muster.core.access;

import dev.muster.core.ledger.EntryType;
import java.time.Instant;

/**
 * A bearer token for programs (RFC 6750).
 *
 * @param id names the token without giving it away
 * @param operator whose token
 * @param role what it may do; never more than the operator
 * @param secretHash SHA-256 of the token, 64 hex digits
 */
@EntryType("access.token-issued")
public record TokenIssued(String id, String operator, Role role, String secretHash, Instant expiresAt)
        implements AccessEvent {}
