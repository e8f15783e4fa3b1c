package dev.muster.core.joining;

import dev.muster.core.devices.DeviceId;
import java.time.Instant;

/**
 * A device that asked under an anchor whose maker's devices need a person's word.
 *
 * @param factory digest of the IDevID certificate that it showed
 * @param since when it asked first
 */
public record Waiting(DeviceId device, String factory, String maker, String model, Instant since, Word word) {

    /** What a person said. */
    public enum Word {
        NONE,
        APPROVED,
        DENIED
    }

    /** Devices that wait at one time; beyond it nobody reads the list anyway. */
    public static final int MAX = 1_000;
}
