package dev.muster.server.http;

/**
 * Who is asking, as the {@link Gate} found it.
 *
 * @param name goes into entries as issuer, such as {@code operator/anna}; empty for nobody
 */
public record Caller(String name) {
    /** Nobody in particular: routes that need nothing. */
    public static final Caller NOBODY = new Caller("");
}
