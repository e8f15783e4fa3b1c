package dev.muster.core.access;

import java.util.Optional;

/** What the desk must know about one organisation. */
public interface AccessStore {
    boolean exists();

    Optional<Role> roleOf(String operator);

    Optional<SignInLink> link(String secretHash);

    /** Whose live token this is; empty when there is none. */
    Optional<String> ownerOfToken(String id);

    /** Whether a token with this secret was ended before: it never opens anything again. */
    boolean wasEnded(String secretHash);

    /** By the credential's id. */
    Optional<Passkey> passkey(String credential);

    /** How many an operator has. */
    long passkeys(String operator);

    /** Whether this challenge opened a session before. */
    boolean wasAnswered(String challengeHash);
}
