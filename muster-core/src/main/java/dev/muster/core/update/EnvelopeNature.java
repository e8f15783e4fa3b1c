package dev.muster.core.update;

/** What an envelope is in the server's own eyes, whatever a device says about it. */
public enum EnvelopeNature {
    /** A published release. */
    RELEASE,
    /** A published release with a lower sequence number than the one that evidence shows on the device. */
    OLD_RELEASE,
    /** Signed by an accepted key, but its bytes were changed after that; it can still be read. */
    TAMPERED,
    /** Cannot be read: who does not install it has shown nothing. */
    UNREADABLE,
    /** Signed by nobody whose releases of this product are accepted, or not at all. */
    FOREIGN_SIGNER,
    /** Signed by an accepted key, but not published. */
    UNPUBLISHED,
    /** Not in our store. */
    UNKNOWN
}
