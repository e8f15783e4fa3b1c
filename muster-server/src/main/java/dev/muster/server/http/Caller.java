package dev.muster.server.http;

import java.util.Set;

/**
 * Who is asking, as the {@link Gate} found it.
 *
 * @param name goes into entries as issuer, such as {@code operator/anna}; empty for nobody
 * @param orgs ids of the organisations whose things this caller may see
 */
public record Caller(String name, Set<String> orgs) {
    /** Nobody in particular: routes that need nothing. */
    public static final Caller NOBODY = new Caller("", Set.of());

    public Caller {
        orgs = Set.copyOf(orgs);
    }
}
