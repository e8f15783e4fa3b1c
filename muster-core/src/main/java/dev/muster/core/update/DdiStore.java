package dev.muster.core.update;

import dev.muster.core.devices.DeviceId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What hawkBit's device API must know of one organisation. */
public interface DdiStore {
    /** What is known of one attached device; empty for a device that is not attached. */
    Optional<Attached> attached(DeviceId device);

    /** SHA-256 of the organisation's gateway token, hexadecimal. */
    Optional<String> gateway();

    /** The last offer to a device, open or not. */
    Optional<Action> action(DeviceId device);

    /**
     * An attached device.
     *
     * @param attributes what it last said of itself; empty when it never did
     */
    record Attached(String tokenSha256, Map<String, String> attributes, Optional<Instant> attributesAt) {}

    /**
     * An offer as this API shows it.
     *
     * @param number its id there, which must be a number: the index of the entry that made the offer
     * @param target everything else about it
     * @param cancelAnswered whether the device heard that it was taken back
     */
    record Action(long number, Target target, Release release, boolean cancelAnswered) {}
}
