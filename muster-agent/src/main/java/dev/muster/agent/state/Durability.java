package dev.muster.agent.state;

/** What a finished write survives. */
public enum Durability {
    /** A power cut: file and folder are flushed to the device. What a real device uses. */
    POWER_CUT,
    /** The end of the process only: nothing is flushed. For virtual devices, which share one disk with hundreds. */
    PROCESS_END
}
