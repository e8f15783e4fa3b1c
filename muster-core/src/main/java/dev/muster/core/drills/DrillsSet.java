package dev.muster.core.drills;

import dev.muster.core.ledger.EntryType;
import java.util.List;

/**
 * Somebody decided which devices are drilled, and how often. Subject: {@code org/<id>}. A later one replaces it.
 *
 * @param everyHours hours from one drill of a kind on a device to the next
 * @param devices ids of the canaries; none: no device is drilled
 */
@EntryType("drills.set")
public record DrillsSet(long everyHours, List<String> devices) implements DrillEvent {
    public DrillsSet {
        devices = List.copyOf(devices);
    }
}
