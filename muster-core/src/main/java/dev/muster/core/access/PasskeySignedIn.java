package dev.muster.core.access;

import dev.muster.core.ledger.EntryType;
import java.time.Instant;

/**
 * A browser has a session because its person showed a passkey.
 *
 * @param challengeHash SHA-256 of the challenge that was signed, which is used up; 64 hex digits
 * @param signatures as the authenticator counts them now
 * @param sessionHash SHA-256 of the session's secret, 64 hex digits
 */
@EntryType("access.passkey-signed-in")
public record PasskeySignedIn(
        String operator,
        Role role,
        String credential,
        String challengeHash,
        long signatures,
        String sessionHash,
        Instant expiresAt)
        implements AccessEvent {}
