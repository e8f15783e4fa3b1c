package dev.muster.core.devices;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where a device is in its life. The allowed steps are a table; everything that is not in it is forbidden, also a step
 * from a state to itself.
 */
public enum DeviceState {
    /** Known from its maker (a product and an id), never seen. */
    MANUFACTURED,
    /** Has proved who it is and has a certificate; has not yet shown that it runs what it should. */
    JOINING,
    /** In service. */
    OPERATIONAL,
    /** In service, but someone is working on it: what it does now is not judged like normal service. */
    MAINTENANCE,
    /** In service with a verdict that is not good; nothing taken away yet. */
    DEGRADED,
    /** Cut off: its certificate is good for attestation, orders and its rollback artifact only. */
    QUARANTINED,
    /** Told to do nothing but be safe. */
    SAFE_STOP,
    /** Out of the organisation's hands for a while (repair, transport); what it holds is not trusted on return. */
    OFF_SITE,
    /** Out of service for ever. */
    RETIRED;

    /** The states that one step may lead to. */
    public Set<DeviceState> next() {
        return switch (this) {
            case MANUFACTURED -> EnumSet.of(JOINING, RETIRED);
            case JOINING -> EnumSet.of(OPERATIONAL, QUARANTINED, OFF_SITE, RETIRED);
            // Back to joining: it was let go and came anew, or an earlier version asked it for no evidence.
            case OPERATIONAL -> EnumSet.of(JOINING, MAINTENANCE, DEGRADED, QUARANTINED, OFF_SITE, RETIRED);
            case MAINTENANCE -> EnumSet.of(JOINING, OPERATIONAL, DEGRADED, QUARANTINED, OFF_SITE, RETIRED);
            case DEGRADED -> EnumSet.of(JOINING, OPERATIONAL, MAINTENANCE, QUARANTINED, OFF_SITE, RETIRED);
            case QUARANTINED -> EnumSet.of(OPERATIONAL, MAINTENANCE, SAFE_STOP, OFF_SITE, RETIRED);
            // Out of safe-stop only by people's hands: through maintenance, never straight back into service.
            case SAFE_STOP -> EnumSet.of(MAINTENANCE, OFF_SITE, RETIRED);
            // A device that comes back shows its evidence in quarantine, or joins anew after a release.
            case OFF_SITE -> EnumSet.of(JOINING, QUARANTINED, RETIRED);
            case RETIRED -> EnumSet.noneOf(DeviceState.class);
        };
    }

    /** Whether one step may lead from here to {@code target}. */
    public boolean allows(DeviceState target) {
        return next().contains(target);
    }

    /** Whether the device takes part in rollouts and other normal work. */
    public boolean inService() {
        return this == OPERATIONAL || this == MAINTENANCE || this == DEGRADED;
    }

    /** The word on the wire and on pages: lower case with dashes, such as {@code safe-stop}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The inverse of {@link #word()}; empty for any other text. */
    public static Optional<DeviceState> ofWord(String word) {
        for (DeviceState state : values()) {
            if (state.word().equals(word)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
