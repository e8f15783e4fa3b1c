package dev.muster.cli.doctor;

import java.util.Locale;

/**
 * One thing that was looked at.
 *
 * @param subject what was looked at
 * @param state how good it is
 * @param detail what was found and what follows from it
 */
record Finding(String subject, State state, String detail) {

    /** How good it is. */
    enum State {
        /** As it should be. */
        GOOD,
        /** Works, but slower or weaker than it could. */
        WEAKER,
        /** Not here; what needs it says so in its reports. */
        ABSENT,
        /** Muster does not work like this. */
        BROKEN,
        /** The kernel or the hardware holds it. */
        ENFORCED,
        /** It was looked at; nothing holds it. */
        CHECKED,
        /** Virtual hardware. */
        SIMULATED,
        /** Nothing holds it here. */
        MISSING;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
