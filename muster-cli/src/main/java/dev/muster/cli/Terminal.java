package dev.muster.cli;

import java.io.Console;
import java.util.Optional;

/** The person at the other end, where there is one. */
final class Terminal {
    private Terminal() {}

    /**
     * The console when a person sits at it. JDK 22 to 24 give a console to pipes too, JDK 25 gives none there again; both
     * are no person.
     */
    static Optional<Console> person() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }

    /** A terminal narrower than this folds its lines itself. */
    private static final int WIDTH_LEAST = 40;

    /** How wide the person's terminal is, as the launcher says ({@code COLUMNS}); 0 when nobody sits at one. */
    static int width() {
        return person().isEmpty() ? 0 : width(System.getenv().getOrDefault("COLUMNS", ""));
    }

    static int width(String columns) {
        return columns.matches("[1-9][0-9]{1,3}") ? Math.max(WIDTH_LEAST, Integer.parseInt(columns)) : 0;
    }
}
