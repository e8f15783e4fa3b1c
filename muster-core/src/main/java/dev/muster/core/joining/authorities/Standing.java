package dev.muster.core.joining.authorities;

import java.util.Locale;

/** Where an authority is in its life. */
public enum Standing {
    /** Announced: what it issued is accepted, and it issues nothing yet. */
    NEXT,
    /** In force: the one that issues. */
    ACTIVE,
    /** Followed by another: what it issued is accepted. */
    PREVIOUS,
    /** Nothing lived under it when it ended: who comes back late is still known by it. */
    RETIRED,
    /** Ended while certificates lived under it, for a reason: nothing that it issued is believed. */
    DISTRUSTED;

    /** Whether what it issued is accepted. */
    public boolean accepted() {
        return this == NEXT || this == ACTIVE || this == PREVIOUS;
    }

    /** Lower case, as in answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
