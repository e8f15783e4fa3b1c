package dev.muster.core.response.checks;

import dev.muster.core.facts.Check;
import java.util.List;

/** The checks about what Muster does by itself. A new check is added to this list. */
public final class ResponseChecks {
    private ResponseChecks() {}

    /** All of them. */
    public static List<Check> all() {
        return List.of(new ReactsInTime(), new Recovers());
    }
}
