package dev.muster.core.joining;

import dev.muster.core.ledger.EntryType;

/**
 * Two devices proved to have one key: each has an entry about it, since nobody can say which of them is the copy. Subject:
 * {@code device/<id>}.
 *
 * @param key SHA-256 of its SubjectPublicKeyInfo, hexadecimal
 * @param kind whether it is the key that the subject enrolled, or asked to enrol, or that of its factory certificate
 * @param with the other device
 */
@EntryType("joining.key-shared")
public record KeyShared(String key, Kind kind, String with) implements JoiningEvent {
    /** Which of a device's keys. */
    public enum Kind {
        /** Of its certificate here. */
        ENROLLED,
        /** Of its maker's certificate. */
        FACTORY
    }
}
