package dev.muster.core.access;

import dev.muster.core.ledger.EntryType;

/**
 * A person may sign in with this key from now on.
 *
 * @param credential see {@link Passkey}
 * @param name as the person calls it
 * @param data see {@link Passkey}; it holds no secret
 */
@EntryType("access.passkey-added")
public record PasskeyAdded(String operator, String credential, String name, byte[] data, long signatures)
        implements AccessEvent {}
