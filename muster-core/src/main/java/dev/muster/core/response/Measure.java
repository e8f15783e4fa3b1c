package dev.muster.core.response;

/** Something to ask another topic's desk for. */
public enum Measure {
    /**
     * The device is quarantined: its certificate is good for evidence and orders only. The network topic sees the state
     * and isolates it.
     */
    QUARANTINE,
    /** The device returns to its previous software. */
    ROLL_BACK,
    /** The device is back in service. The network topic sees the state and gives it its normal policy again. */
    RELEASE,
    /** The device goes into service for the first time, or anew after it was away. */
    ADMIT
}
