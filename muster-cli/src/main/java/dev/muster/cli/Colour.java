package dev.muster.cli;

import java.util.Set;

/** Colour as a second channel beside the word, on terminals only. */
enum Colour {
    ON,
    OFF;

    private static final Set<String> GOOD = Set.of("affirming", "operational", "trusted", "finished", "supported");
    private static final Set<String> BAD =
            Set.of("contraindicated", "quarantined", "safe-stop", "retired", "not supported", "failed", "stopped");
    private static final Set<String> FAIR = Set.of("warning", "degraded", "paused", "partly", "stale", "joining");

    /** On when a person reads standard output, and has not said otherwise with NO_COLOR (no-color.org). */
    static Colour ofTerminal() {
        String no = System.getenv("NO_COLOR");
        return Terminal.person().isPresent() && (no == null || no.isEmpty()) ? ON : OFF;
    }

    /** The word, coloured by what it means; only the word alone has a meaning. */
    String paint(String word) {
        if (this == OFF) {
            return word;
        }
        String code = GOOD.contains(word) ? "32" : BAD.contains(word) ? "31" : FAIR.contains(word) ? "33" : "";
        return code.isEmpty() ? word : "\u001b[" + code + "m" + word + "\u001b[0m";
    }
}
