package dev.muster.server.attestation;

import dev.muster.core.attestation.Challenges;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps what evidence has used up for as long as it could be shown again. For the sequencer alone. */
final class UsedNonces {
    /** All that are kept are looked at then: an index of their ends would be written with each evidence. */
    static final Duration FORGETS_EVERY = Duration.ofMinutes(1);

    // What a longer age lets count again may still be there when entries are read again, many at once.
    private static final String KEEP = "insert into attestation_nonce (org, nonce, expires_at) values (?, ?, ?)"
            + " on conflict (org, nonce) do update set expires_at = excluded.expires_at";

    private final Map<OrgId, Instant> forgot = new HashMap<>();

    /**
     * @param rows organisation, mark and end of each
     * @param now time of the appraisal
     */
    void keep(Tx tx, OrgId org, List<@Nullable Object[]> rows, Instant now) {
        tx.batch(KEEP, rows);
        Instant last = forgot.get(org);
        if (last == null || Duration.between(last, now).abs().compareTo(FORGETS_EVERY) >= 0) {
            forgot.put(org, now);
            // A nonce that ended a lifetime ago is refused for its age, so it need not be remembered.
            tx.update(
                    "delete from attestation_nonce where org = ? and expires_at < ?",
                    org.value(),
                    now.minus(Challenges.LIFETIME));
        }
    }
}
