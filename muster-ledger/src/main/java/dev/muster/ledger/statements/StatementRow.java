package dev.muster.ledger.statements;

import java.time.Instant;

/**
 * A registered statement in the register.
 *
 * @param index position in the statement log
 * @param digest SHA-256 of the leaf data in hex: the statement's name
 * @param issuer who says it
 * @param subject about what
 * @param contentType media type
 * @param entry index of the entry in the record that registered it
 * @param registeredAt when
 */
public record StatementRow(
        long index,
        String digest,
        String issuer,
        String subject,
        String contentType,
        long entry,
        Instant registeredAt) {}
