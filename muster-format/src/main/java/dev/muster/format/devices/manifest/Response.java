package dev.muster.format.devices.manifest;

/** What a device does about a violation by itself, from mild to hard; each includes that it is told. */
public enum Response {
    /** It is told. */
    TELL,
    /** All workloads are frozen until somebody puts the device back into service. */
    FREEZE,
    /** All workloads are stopped and what they held is released. */
    STOP,
    /** Actuators go to their safe value, workloads stop, and the network is closed but for the way home. */
    SAFE_STATE
}
