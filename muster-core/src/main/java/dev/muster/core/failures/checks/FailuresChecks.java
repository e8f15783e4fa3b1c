package dev.muster.core.failures.checks;

import dev.muster.core.facts.Check;
import java.util.List;

/** The checks about what devices say went wrong. A new check is added to this list. */
public final class FailuresChecks {
    private FailuresChecks() {}

    /** All of them. */
    public static List<Check> all() {
        return List.of(new ToldByKind());
    }
}
