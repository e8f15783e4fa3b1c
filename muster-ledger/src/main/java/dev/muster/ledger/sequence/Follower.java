package dev.muster.ledger.sequence;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import java.util.List;

/**
 * Reads the record of every organisation behind the commit: in order, at least once, from an offset that survives
 * restarts. When it throws, the same entries come again after a pause that grows; other followers go on.
 */
public interface Follower {
    /** Name of the offset: stable for ever, unique in the server, {@code [a-z][a-z0-9-]*}. */
    String name();

    /** Takes entries with neighbouring indexes of one organisation; it may have seen a beginning of them before. */
    void accept(OrgId org, List<Entry> entries);

    /** It runs on this server from now on: at a start, or because the server that wrote before has stopped. */
    default void begins() {}

    /** Another server runs it from now on; what is in memory of what it told will not be true any more. */
    default void ends() {}

    /**
     * Whether it runs on every server of a database and not only on the one that writes: for those who tell people and
     * devices that are connected here. Their offset is where the last of them stood.
     */
    default boolean everywhere() {
        return false;
    }

    /** The same follower, on every server. */
    static Follower onEveryServer(Follower follower) {
        return new Follower() {
            @Override
            public String name() {
                return follower.name();
            }

            @Override
            public void accept(OrgId org, List<Entry> entries) {
                follower.accept(org, entries);
            }

            @Override
            public void begins() {
                follower.begins();
            }

            @Override
            public boolean everywhere() {
                return true;
            }
        };
    }
}
