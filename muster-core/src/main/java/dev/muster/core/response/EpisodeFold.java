package dev.muster.core.response;

import java.time.Instant;
import java.util.Optional;

/** How an episode follows from the events about a device; the server's register is this fold, stored. */
public final class EpisodeFold {
    private EpisodeFold() {}

    /**
     * The episode after {@code event}.
     *
     * @param at when the event became true
     * @return empty when no episode is open
     */
    public static Optional<Episode> after(Optional<Episode> before, ResponseEvent event, Instant at) {
        return switch (event) {
            case ResponseEvent.Reacted reacted -> Optional.of(reacted(before, reacted, at));
            case ResponseEvent.CaseOpened opened ->
                before.map(
                        e -> new Episode(e.openedAt(), opened.verdictEntry(), e.rollBacks(), e.lastRollBackAt(), true));
            case ResponseEvent.Released _ -> Optional.empty();
        };
    }

    private static Episode reacted(Optional<Episode> before, ResponseEvent.Reacted reacted, Instant at) {
        boolean rollBack = reacted.rollBack() > 0;
        Optional<Instant> earlier = reacted.first() ? Optional.empty() : before.flatMap(Episode::lastRollBackAt);
        return new Episode(
                reacted.first() ? at : before.map(Episode::openedAt).orElse(at),
                reacted.verdictEntry(),
                reacted.rollBack(),
                rollBack ? Optional.of(at) : earlier,
                false);
    }
}
