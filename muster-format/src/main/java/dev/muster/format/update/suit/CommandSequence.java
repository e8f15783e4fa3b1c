package dev.muster.format.update.suit;

import java.util.Arrays;
import java.util.List;

/**
 * SUIT_Command_Sequence: commands in the order in which they run.
 *
 * @param steps each with the byte offset of its code within its manifest section, as a SUIT_Record names it
 */
public record CommandSequence(List<Step> steps) {
    public CommandSequence {
        steps = List.copyOf(steps);
    }

    /** A sequence that is about to be written; offsets do not matter then. */
    public static CommandSequence of(Command... commands) {
        return new CommandSequence(
                Arrays.stream(commands).map(c -> new Step(0, c)).toList());
    }

    /** One command and where it stands: bytes from the start of the section, the section being the content of its byte string. */
    public record Step(int offset, Command command) {}
}
