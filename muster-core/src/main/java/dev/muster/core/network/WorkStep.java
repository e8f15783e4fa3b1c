package dev.muster.core.network;

import dev.muster.core.devices.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A step of a work order, as far as the network is concerned.
 *
 * @param endpoints the vendor's, when this step says them
 * @param approves whether this step is another person's approval
 * @param working whether the work is under way after it
 * @param until when the window ends, when this step says so
 * @param entry index of the step's entry
 */
public record WorkStep(
        String order,
        DeviceId device,
        Optional<List<String>> endpoints,
        boolean approves,
        boolean working,
        Optional<Instant> until,
        long entry) {}
