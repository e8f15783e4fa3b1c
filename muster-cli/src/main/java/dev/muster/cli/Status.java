package dev.muster.cli;

/** What the exit status of a verb says. The numbers are part of the command's interface. */
public enum Status {
    /** It is so, or it was done. */
    YES(0),
    /** It is not so, or it was refused. */
    NO(1),
    /** It could not be found out: the server is away, a file cannot be read, something broke. */
    UNKNOWN(2),
    /** The command line is wrong ({@code EX_USAGE} of sysexits). */
    USAGE(64);

    private final int code;

    Status(int code) {
        this.code = code;
    }

    /** The number handed to the operating system. */
    public int code() {
        return code;
    }

    /** {@link #YES} when the statement holds, otherwise {@link #NO}. */
    public static Status of(boolean holds) {
        return holds ? YES : NO;
    }
}
