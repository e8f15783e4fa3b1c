package dev.muster.core.drills;

import dev.muster.core.ledger.EntryType;

/**
 * A device was asked to take what it must refuse. Subject: {@code device/<id>}.
 *
 * @param kind {@code tampered} or {@code foreign-signer}
 * @param envelope its SHA-256, hexadecimal; the device's signed report names it
 */
@EntryType("drills.begun")
public record DrillBegun(String kind, String envelope) implements DrillEvent {}
