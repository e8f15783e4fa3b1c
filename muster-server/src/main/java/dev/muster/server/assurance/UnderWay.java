package dev.muster.server.assurance;

import dev.muster.core.ledger.OrgId;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Refused;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Packs that are made or on their way: one that is taken slowly lies on the disk for as long, where nobody sees it. */
final class UnderWay {
    private final Map<OrgId, Integer> packs = new ConcurrentHashMap<>();
    private final int most;

    /** @param most of one organisation */
    UnderWay(int most) {
        this.most = most;
    }

    /**
     * One more.
     *
     * @return to be run when it is gone, once or more often
     * @throws Refused 429 when there are as many as there may be
     */
    Runnable begin(OrgId org) {
        AtomicBoolean gone = new AtomicBoolean();
        packs.compute(org, (_, before) -> {
            int others = before == null ? 0 : before;
            if (others >= most) {
                throw Problem.of(
                                429,
                                "packs-under-way",
                                most + " packs of this organisation are being taken; ask again when one has arrived.")
                        .refuse("retry-after", "5");
            }
            return others + 1;
        });
        return () -> {
            if (gone.compareAndSet(false, true)) {
                packs.computeIfPresent(org, (_, before) -> before == 1 ? null : before - 1);
            }
        };
    }
}
