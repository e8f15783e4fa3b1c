package dev.muster.core.ledger;

import java.util.regex.Pattern;

/**
 * A kind of notice.
 *
 * @param name {@code [a-z][a-z0-9-]{0,47}}, stable: people subscribe to it
 * @param weight how much it matters
 * @param meaning one sentence
 */
public record NoticeKind(String name, Weight weight, String meaning) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,47}");

    /** How much a notice matters, the least first. */
    public enum Weight {
        /** Good to know. */
        INFO(0),
        /** Somebody has to look at it in time. */
        WARNING(1),
        /** Somebody has to look at it now. */
        URGENT(2);

        private final int level;

        Weight(int level) {
            this.level = level;
        }

        /** As it is stored and sorted: more is heavier. */
        public int level() {
            return level;
        }

        /** The weight of a level. */
        public static Weight of(int level) {
            return level <= INFO.level ? INFO : level == WARNING.level ? WARNING : URGENT;
        }
    }

    public NoticeKind {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of a kind of notice: " + name);
        }
    }
}
