package dev.muster.server.topic;

import dev.muster.core.facts.Check;
import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.NoticeRule;
import dev.muster.ledger.sequence.Projection;
import java.util.List;

/**
 * One topic, whole. What it brings to the ledger and the database is declared: no argument, no I/O, the same on every
 * machine, because a pack is checked and a ledger is replayed without a server. What it does in a server, doors, pages,
 * followers, clocks and chores, is opened once over the {@link Site}. To add a topic, write one of these in its package
 * and add it to the list.
 */
public interface Topic {
    /** The word that names it on every floor; folder of its scripts, {@code db/<name>}. */
    String name();

    /** Its scripts in order, without {@code .sql}; a landed script never changes. */
    default List<String> scripts() {
        return List.of();
    }

    /** Sealed interfaces of its events, or single records. */
    default List<Class<? extends Event>> events() {
        return List.of();
    }

    /** Folds of entries into its registers, run in the transaction that appends. */
    default List<Projection> projections() {
        return List.of();
    }

    /** What its entries say. Order matters: it numbers the facts of an entry. */
    default List<FactRule> facts() {
        return List.of();
    }

    /** Every key under which its entries state something, with its type, its meaning and the best grade it may have. */
    default List<DeclaredFact> vocabulary() {
        return List.of();
    }

    /** Questions about a device that facts answer. */
    default List<Check> checks() {
        return List.of();
    }

    /** What people should hear of. */
    default List<NoticeRule> notices() {
        return List.of();
    }

    /**
     * Opens its doors and starts what runs by itself. Topics are opened in the order of the list, so that one may need
     * what an earlier one shares.
     *
     * @throws dev.muster.server.config.StartFailure with one sentence for the person who started the server
     */
    default void open(Site site) {}
}
