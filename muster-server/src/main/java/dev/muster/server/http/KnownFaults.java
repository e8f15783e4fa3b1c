package dev.muster.server.http;

import java.util.Optional;

/** Faults of layers that this package does not know, as answers: the database is away, the ledger is busy. */
@FunctionalInterface
public interface KnownFaults {
    /** None: every fault is a 500. */
    KnownFaults NONE = fault -> Optional.empty();

    /** Empty when it is a fault nobody foresaw. */
    Optional<Problem> problem(RuntimeException fault);
}
