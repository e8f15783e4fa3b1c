package dev.muster.server;

import dev.muster.core.assurance.Checks;
import dev.muster.core.assurance.PackReplay;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.EventCodec;

/** The rules of all topics for whoever judges entries without a server: a pack, a replay, a test of the rules themselves. */
public final class PackRules {
    private PackRules() {}

    /** Derives a pack's claims again by the rules of this build. */
    public static PackReplay replay() {
        return new PackReplay(Topics.checks(), Topics.codec(), Topics.facts());
    }

    /** The checks of all topics. */
    public static Checks checks() {
        return Topics.checks();
    }

    /** The facts that an entry states, by the rules of all topics. */
    public static EntryFacts facts() {
        return new EntryFacts(Topics.codec(), Topics.facts());
    }

    /** The events of all topics by their stored names. */
    public static EventCodec codec() {
        return Topics.codec();
    }
}
