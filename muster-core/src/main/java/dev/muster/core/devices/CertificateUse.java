package dev.muster.core.devices;

/** What a device may be using its certificate for at a door; each door names its own. */
public enum CertificateUse {
    /** Ask for a challenge, send evidence. */
    ATTESTATION,
    /** Poll orders, report on them. */
    ORDERS,
    /** Fetch the artifact that an open order of this device leads to, so that it can be brought back to a good state. */
    RECOVERY_ARTIFACT,
    /** Fetch any other artifact, report on updates. */
    UPDATE,
    /** Get the next certificate by the present one. */
    RENEWAL;

    /**
     * Whether a device in this state may. A device in quarantine, safe-stop or back from outside keeps what it needs to
     * prove itself and to be repaired, and nothing else; one that has only joined may renew its certificate beside that,
     * since it did nothing wrong; a retired one has nothing, and neither has one that never joined.
     */
    public boolean allowedIn(DeviceState state) {
        return switch (state) {
            case OPERATIONAL, MAINTENANCE, DEGRADED -> true;
            case JOINING -> this != UPDATE;
            case QUARANTINED, SAFE_STOP, OFF_SITE -> this == ATTESTATION || this == ORDERS || this == RECOVERY_ARTIFACT;
            case MANUFACTURED, RETIRED -> false;
        };
    }
}
