package dev.muster.agent.names;

import java.util.Locale;

/**
 * Something about names that a person should know.
 *
 * @param name that was asked for
 * @param detail in words
 */
public record Heard(Kind kind, String name, String detail) {
    /** The kinds of things. */
    public enum Kind {
        /** A public name led to a private address; it was not given on. */
        REBINDING,
        /** The signatures of an answer do not hold; it was not given on. */
        BOGUS,
        /** The kernel did not take an address; the answer was not given on. */
        NOT_TAKEN,
        /** No resolver of the site answers. */
        AWAY;

        /** Lower case with dashes. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Takes them; must be quick. */
    public interface Listener {
        void heard(Heard what);
    }
}
