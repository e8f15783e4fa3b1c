package dev.muster.core.update;

import java.util.Locale;

/** Where a rollout is. */
public enum RolloutState {
    /** Offers and counts. */
    RUNNING,
    /** Counts, but makes no offers. */
    PAUSED,
    /** The last wave is settled. Its own devices are still followed; new ones are taken only when the plan is ongoing. */
    FINISHED,
    /** Over. */
    STOPPED;

    /** Lower case, for pages and the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
