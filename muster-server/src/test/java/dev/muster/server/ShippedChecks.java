package dev.muster.server;

import dev.muster.core.assurance.Checks;

/** The checks that the server's topics bring, for tests of other packages. */
public final class ShippedChecks {
    private ShippedChecks() {}

    public static Checks all() {
        return Topics.checks();
    }
}
