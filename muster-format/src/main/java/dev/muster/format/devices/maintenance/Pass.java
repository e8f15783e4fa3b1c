package dev.muster.format.devices.maintenance;

import dev.muster.format.cose.CoseKey;
import java.time.Instant;

/** What lets one person in at one device's local socket for a while. */
public sealed interface Pass permits Grant, RoleToken {
    /** Slug of the organisation whose device it is. */
    String org();

    /** Who may. */
    String person();

    /** Whose possession the person proves. */
    CoseKey personKey();

    /** The device's id. */
    String device();

    /** Not before, and when it was issued: one that was issued before a device's epoch is void. */
    Instant from();

    /** Whoever works is shut out then. */
    Instant until();

    /** One session, once. */
    String session();

    /** Which of the device's functions it opens. */
    LocalRole role();
}
