package dev.muster.server.joining.authorities;

import dev.muster.format.join.x509.RevocationList;
import dev.muster.format.join.x509.RevocationList.Revoked;
import dev.muster.format.join.x509.RevocationList.Why;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one revocation list said since its base, so that a difference from the base also says what was listed in between and
 * is good again (RFC 5280 §5.2.4). Kept in memory: after a restart there is a new base, with a larger number.
 */
final class ListHistory {
    /** A relying party fetches the complete list about once a day. */
    private static final Duration BASE_KEPT = Duration.ofDays(1);

    private final Instant baseAt;
    private final Map<BigInteger, Why> base = new HashMap<>();
    private final Map<BigInteger, Revoked> seen = new HashMap<>();

    private ListHistory(Instant baseAt) {
        this.baseAt = baseAt;
    }

    /** A history that begins with this list. */
    static ListHistory from(List<Revoked> listed, Instant now) {
        ListHistory history = new ListHistory(now);
        listed.forEach(each -> {
            history.base.put(each.serial(), each.why());
            history.seen.put(each.serial(), each);
        });
        return history;
    }

    boolean isOver(Instant now) {
        return !now.isBefore(baseAt.plus(BASE_KEPT));
    }

    /** Number of the base; lists are numbered by the second in which they are made. */
    BigInteger base() {
        return BigInteger.valueOf(baseAt.getEpochSecond());
    }

    /** What changed since the base, when this is listed now. */
    synchronized List<Revoked> difference(List<Revoked> listed, Instant now) {
        Map<BigInteger, Revoked> present = new HashMap<>();
        listed.forEach(each -> present.put(each.serial(), each));
        List<Revoked> changes = new ArrayList<>();
        for (Revoked each : listed) {
            if (base.get(each.serial()) != each.why()) {
                changes.add(each);
            }
        }
        for (Revoked before : seen.values()) {
            if (!present.containsKey(before.serial()) && before.why() == Why.HOLD) {
                changes.add(new Revoked(before.serial(), now, RevocationList.Why.REMOVED));
            }
        }
        seen.putAll(present);
        return changes;
    }
}
