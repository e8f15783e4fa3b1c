package dev.muster.server.notice;

import dev.muster.core.ledger.NoticeKind;
import java.time.Instant;

/**
 * One row of the outbox.
 *
 * @param subscription whose
 * @param id the same for every try
 * @param settled whether the matter is over with it
 */
record Message(
        String org,
        String subscription,
        String id,
        String kind,
        String subject,
        NoticeKind.Weight weight,
        String says,
        boolean settled,
        Instant at,
        int tries) {
    /** A line for people. */
    String line() {
        return (settled ? "settled" : weight.name().toLowerCase(java.util.Locale.ROOT)) + " " + kind + " " + subject
                + ": " + says;
    }
}
