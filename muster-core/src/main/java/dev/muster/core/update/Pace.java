package dev.muster.core.update;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.Optional;

/**
 * How fast releases are offered: by what a rollout's plan says, and by what all rollouts of an organisation may load onto its
 * line together. Both are kept by offering no more; who has an offer fetches when it likes.
 */
public final class Pace {
    /** What became of a request. */
    public sealed interface Answer {
        /** @param known whether it was so before */
        record Set(long perHour, boolean known) implements Answer {}

        record Refused(Refusal refusal) implements Answer {}
    }

    private Pace() {}

    /** Decides how many bytes an hour the organisation's rollouts may offer together. {@code by} is the operator. */
    public static Decision<Answer> cap(OrgId org, long perHour, String by, UpdateStore known, Instant now) {
        if (perHour < 0) {
            return Decision.of(
                    new Answer.Refused(new Refusal(Kind.INVALID, "bad-pace", "a number of bytes, or 0 for any")));
        }
        return known.bytesPerHour() == perHour
                ? Decision.of(new Answer.Set(perHour, true))
                : Decision.of(
                        new Answer.Set(perHour, false), new Draft(Subject.org(org), now, by, new BytesCapped(perHour)));
    }

    /**
     * To how many devices a release may be offered now.
     *
     * @param all where the devices of the rollout stand
     */
    static int room(Rollout rollout, WaveCount all, UpdateStore known, Instant now) {
        long bytes = rollout.release().bytes();
        Instant since = now.minus(Terms.PACE);
        int own = rollout.plan().terms().room(all, bytes, () -> known.offeredSince(rollout.id(), since));
        long cap = known.bytesPerHour();
        if (cap == 0 || bytes == 0 || own == 0) {
            return own;
        }
        long offered = known.bytesOfferedSince(since);
        // One larger than the cap would never arrive: it goes to one device an hour in which nothing else is offered.
        long room = offered == 0 ? Math.max(1, cap / bytes) : Math.max(0, (cap - offered) / bytes);
        return (int) Math.min(own, room);
    }

    /** Whether waves are smaller than their share because of a bound, and are filled while they are open. */
    static boolean bounds(Rollout rollout, UpdateStore known) {
        Terms terms = rollout.plan().terms();
        return terms.mostAtOnce() > 0 || terms.mostBytesPerHour() > 0 || known.bytesPerHour() > 0;
    }

    /** Whether devices wait only because nobody else may be offered anything now: no wave is behind, and nothing finished. */
    static boolean holds(Rollout rollout, WaveCount all, UpdateStore known, Instant now) {
        return bounds(rollout, known)
                && room(rollout, all, known, now) <= 0
                && (!known.candidates(rollout, Optional.empty(), 1).isEmpty()
                        || !known.returned(rollout, 1).isEmpty());
    }
}
