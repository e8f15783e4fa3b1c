package dev.muster.server.update;

import dev.muster.core.ledger.Event;
import java.util.Optional;
import java.util.Set;

/**
 * How updates learn what evidence shows, without knowing the topic that judges evidence: whoever builds the graph says
 * which events these are and what they mean.
 */
public interface AttestedSoftware {
    /** The events to look at. */
    Set<Class<? extends Event>> events();

    /**
     * The version that reference values prove for the device; the empty text when evidence came and proved none; empty when
     * the event is no appraisal.
     */
    Optional<String> version(Event event);

    /** Whether the event is an appraisal whose evidence contradicts the reference values. */
    boolean contradicts(Event event);

    /** The capability report that came with the evidence, as the device wrote it. */
    default Optional<byte[]> capabilities(Event event) {
        return Optional.empty();
    }

    /** The epoch of the list of release keys that the device says it obeys; empty when it does not say this time. */
    default Optional<Long> keyEpoch(Event event) {
        return Optional.empty();
    }
}
