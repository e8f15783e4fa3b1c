package dev.muster.cli.api;

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

    public String code() {
        return code;
    }
}
