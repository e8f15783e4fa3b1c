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
}
