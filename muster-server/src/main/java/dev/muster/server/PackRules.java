package dev.muster.server;

import dev.muster.core.assurance.PackReplay;
import dev.muster.core.assurance.checks.StandardChecks;

/** The rules of all topics for whoever checks a pack without a server. */
public final class PackRules {
    private PackRules() {}

    /** Derives a pack's claims again by the rules of this build. */
    public static PackReplay replay() {
        return new PackReplay(StandardChecks.all(), Topics.codec(), Topics.facts());
    }
}
