package dev.muster.core.update;

import java.util.Locale;

/** How far a device is in a rollout. */
public enum TargetState {
    /** Ordered. */
    OFFERED,
    /** The device says it installed; nothing shows it yet. */
    REPORTED,
    /** Evidence shows it. */
    UPDATED,
    /** It refused or could not, or evidence did not follow its word. */
    FAILED,
    /** It did not answer before the deadline. */
    OVERDUE,
    /** It had shown the release, and shows another version since. It is not offered the release again by itself. */
    FELL_BACK;

    /** Lower case, for pages and the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
