package dev.muster.core.access;

import java.util.Optional;

/** What the desk must know about one organisation. */
public interface AccessStore {
    boolean exists();

    Optional<Role> roleOf(String operator);

    Optional<SignInLink> link(String secretHash);

    boolean hasToken(String id);
}
