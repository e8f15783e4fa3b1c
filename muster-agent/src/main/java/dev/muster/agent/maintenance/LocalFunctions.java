package dev.muster.agent.maintenance;

import dev.muster.format.devices.maintenance.LocalOperation;
import java.io.IOException;

/** The device's functions as the door has them done, for people whose role was looked at before. Thread-safe. */
public interface LocalFunctions {
    /**
     * Does one.
     *
     * @param argument what of it, empty for all
     * @param session id of the session that asks, which a proof names
     * @return what it gives, for the person
     * @throws LocalRefused when the device is not in the state for it
     */
    byte[] perform(LocalOperation operation, String argument, String session)
            throws LocalRefused, IOException, InterruptedException;
}
