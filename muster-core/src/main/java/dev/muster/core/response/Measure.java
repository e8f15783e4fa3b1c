package dev.muster.core.response;

/** Something to ask another topic's desk for. */
public enum Measure {
    /** The device is quarantined: its certificate is good for evidence and orders only. */
    QUARANTINE,
    /** The device gets the network policy that lets it reach this server only. */
    ISOLATE,
    /** The device returns to its previous software. */
    ROLL_BACK,
    /** The device is back in service. */
    RELEASE,
    /** The device gets its product's network policy again. */
    RECONNECT
}
