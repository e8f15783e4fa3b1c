package dev.muster.bench.ledger;

import dev.muster.core.ledger.EntryType;
import dev.muster.core.ledger.Event;

/**
 * What the entries that fill the log say: as long as a small reading of a device.
 *
 * @param sensor name
 * @param value reading
 * @param note free text
 */
@EntryType("bench.measured")
public record Measured(String sensor, long value, String note) implements Event {}
