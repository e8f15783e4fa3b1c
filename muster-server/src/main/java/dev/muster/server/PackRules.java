package dev.muster.server;

import dev.muster.core.assurance.PackReplay;

/** The rules of all topics for whoever checks a pack without a server. */
public final class PackRules {
    private PackRules() {}

    /** Derives a pack's claims again by the rules of this build. */
    public static PackReplay replay() {
        return new PackReplay(Topics.checks(), Topics.codec(), Topics.facts());
    }
}
