package dev.muster.core.governance;

import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@link Workflows} has to know. */
public interface WorkflowStore {
    /** The record, as it stands. */
    Optional<Instance> find(String machine, String id);

    /** Roles that are granted to this person and not over at this time. */
    Set<String> roles(String person, Instant now);

    /** The latest value of a fact with the time at which it became true. */
    Optional<Map.Entry<String, Instant>> fact(Subject subject, String key);

    /** The verdict that the ledger last said of a device and a requirement, in words; empty when it has said none. */
    Optional<String> verdict(String device, String requirement);

    /** The components of a version of the device's model, by name with digests; empty where no manifest lists them. */
    default Optional<Map<String, String>> released(String device, String version) {
        return Optional.empty();
    }

    /** How what the device measured last differs from the nearest release; empty where it agrees with one. */
    default Optional<ComponentDifference> measured(String device) {
        return Optional.empty();
    }

    /** What was booked under a budget line, in cents. */
    long spent(String line);

    /** Whether the register has this device or product. */
    boolean knows(Subject subject);
}
