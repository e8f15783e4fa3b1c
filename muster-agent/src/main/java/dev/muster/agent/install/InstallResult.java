package dev.muster.agent.install;

import dev.muster.agent.state.Slot;
import dev.muster.format.update.suit.Report;
import java.util.Optional;

/**
 * What became of an envelope.
 *
 * @param report for the server, to be signed by the device's key
 * @param next the slot that the next start takes; empty when nothing changed
 */
public record InstallResult(Report report, Optional<Slot> next) {
    /** Whether the device must restart now. */
    public boolean installed() {
        return next.isPresent();
    }
}
