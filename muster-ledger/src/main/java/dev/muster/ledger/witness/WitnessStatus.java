package dev.muster.ledger.witness;

import dev.muster.ledger.tree.LogId;
import java.time.Instant;
import java.util.Optional;

/**
 * How a witness stands with one log.
 *
 * @param name as configured
 * @param cosigned size of the head that it cosigned last; 0 when it never did
 * @param cosignedAt as the witness says
 * @param failures since it last cosigned
 * @param lastError of the last failure; empty when there is none
 */
public record WitnessStatus(
        String name, LogId log, long cosigned, Optional<Instant> cosignedAt, long failures, String lastError) {}
