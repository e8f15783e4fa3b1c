package dev.muster.cli.api;

import dev.muster.cli.Status;

/** The server answered, and its answer was no (RFC 9457). */
public final class ApiRefused extends RuntimeException {

    private final int httpStatus;
    private final String code;

    /**
     * @param httpStatus 400 to 599
     * @param code the stable reason code, or an empty string
     * @param sentence what to show
     */
    ApiRefused(int httpStatus, String code, String sentence) {
        super(sentence);
        this.httpStatus = httpStatus;
        this.code = code;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** Wrong usage, when it could not be read; no, when the server understood who asks for what; unknown, when it was busy or broken, or did not know the caller or the thing. */
    public Status status() {
        return switch (httpStatus) {
            // What was typed, or the file that was given, cannot be read.
            case 400 -> Status.USAGE;
            case 401, 404, 408, 429 -> Status.UNKNOWN;
            default -> httpStatus < 500 ? Status.NO : Status.UNKNOWN;
        };
    }

    public String code() {
        return code;
    }
}
