package dev.muster.server.joining;

import dev.muster.core.ledger.OrgId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * The last refusals by the number that each answer carries, so that who was refused can be told why. In memory only: a
 * stranger writes nothing that stays, and the ledger has the counts. Thread-safe.
 */
final class RecentRefusals {
    /** About 4 MiB; under attack the newest of strangers push out the oldest. */
    static final int KEPT_MOST = 4_096;

    /** As many as a page shows. */
    static final int LISTED = 100;

    private static final int DETAIL_CHARS_MOST = 512;
    private static final int CLAIMED_CHARS_MOST = 64;

    /**
     * One refusal.
     *
     * @param id the correlation id of the answer
     * @param claimed what the caller called itself, or the device that it proved to be
     */
    record Refusal(
            OrgId org, String id, int status, String code, String detail, String claimed, String source, Instant at) {
        Refusal {
            detail = cut(detail, DETAIL_CHARS_MOST);
            claimed = cut(claimed, CLAIMED_CHARS_MOST);
        }
    }

    private final LinkedHashMap<String, Refusal> known = new LinkedHashMap<>();

    synchronized void add(Refusal refusal) {
        known.put(refusal.id(), refusal);
        if (known.size() > KEPT_MOST) {
            known.remove(known.sequencedKeySet().getFirst());
        }
    }

    /** The refusal with this number, when it was this organisation's and is remembered. */
    synchronized Optional<Refusal> find(OrgId org, String id) {
        return Optional.ofNullable(known.get(id)).filter(each -> each.org().equals(org));
    }

    /** The newest first, at most {@value #LISTED}. */
    synchronized List<Refusal> newest(OrgId org) {
        List<Refusal> all = new ArrayList<>();
        for (Refusal each : known.sequencedValues().reversed()) {
            if (each.org().equals(org)) {
                all.add(each);
            }
            if (all.size() == LISTED) {
                break;
            }
        }
        return all;
    }

    private static String cut(String text, int chars) {
        return text.length() <= chars ? text : text.substring(0, chars);
    }
}
