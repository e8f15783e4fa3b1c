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
    /** It says it installed and cannot show more: a device without an attesting agent, in a plan that accepts claims. */
    CLAIMED,
    /** It refused or could not, its evidence contradicts, or evidence did not follow its word. */
    FAILED,
    /** It did not answer before the deadline, or its order ended unanswered. Offered again when it shows itself. */
    OVERDUE,
    /** It had shown the release, and shows something else since. It is not offered the release again by itself. */
    FELL_BACK,
    /** It went out of service, or its order was taken back, before it answered. Offered again when it is in service. */
    LEFT;

    /** Lower case with dashes, for pages and the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
