package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;
import java.util.Arrays;

/**
 * Somebody said what the devices of a product can run, beside what they report themselves. Subject: {@code product/<id>}.
 *
 * @param report SUIT_Capability_Report
 */
@EntryType("update.capabilities-declared")
public record CapabilitiesDeclared(byte[] report) implements UpdateEvent {
    @Override
    public boolean equals(Object other) {
        return other instanceof CapabilitiesDeclared that && Arrays.equals(report, that.report);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(report);
    }
}
