package dev.muster.cli;

/** Ends a verb with one clear sentence for the person at the keyboard. */
public final class CommandFailed extends RuntimeException {

    private final Status status;

    /** @param sentence what is wrong and, where it is known, what to do about it; no stack trace will be printed */
    public CommandFailed(Status status, String sentence) {
        super(sentence);
        this.status = status;
    }

    /** As above, keeping the cause for {@code MUSTER_DEBUG=1}. */
    public CommandFailed(Status status, String sentence, Throwable cause) {
        super(sentence, cause);
        this.status = status;
    }

    public Status status() {
        return status;
    }

    /** Something outside the command is in the way; the answer stays unknown. */
    public static CommandFailed because(String sentence) {
        return new CommandFailed(Status.UNKNOWN, sentence);
    }

    /** The command line asks for something that does not make sense. */
    public static CommandFailed usage(String sentence) {
        return new CommandFailed(Status.USAGE, sentence);
    }
}
