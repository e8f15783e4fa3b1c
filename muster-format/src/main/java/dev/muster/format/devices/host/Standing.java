package dev.muster.format.devices.host;

import java.util.Optional;

/** How a property of a host is held; four words that must never be mixed up. */
public enum Standing {
    /** The kernel or the hardware holds it, also against the agent. */
    ENFORCED("enforced"),
    /** It was looked at; nothing holds it against who has the agent's rights. */
    CHECKED("checked"),
    /** Virtual hardware: nothing real was looked at. */
    SIMULATED("simulated"),
    /** It is not there, or could not be found out. */
    MISSING("missing");

    private final String word;

    Standing(String word) {
        this.word = word;
    }

    /** The word on the wire and in every report. */
    public String word() {
        return word;
    }

    public static Optional<Standing> ofWord(String word) {
        for (Standing standing : values()) {
            if (standing.word.equals(word)) {
                return Optional.of(standing);
            }
        }
        return Optional.empty();
    }
}
