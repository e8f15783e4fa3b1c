package dev.muster.core.joining;

import dev.muster.core.ledger.EntryType;

/**
 * The key of the factory certificate by which a device joined. Subject: {@code device/<id>}.
 *
 * @param key SHA-256 of its SubjectPublicKeyInfo, hexadecimal
 */
@EntryType("joining.factory-key")
public record FactoryKeySeen(String key) implements JoiningEvent {}
