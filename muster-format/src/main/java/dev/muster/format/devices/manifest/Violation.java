package dev.muster.format.devices.manifest;

/** The kinds of failure and violation that a device tells apart. */
public enum Violation {
    /** A file of the baseline is not what the manifest says. */
    FILE_CHANGED,
    /** A program that the manifest does not name was to be run. */
    PROGRAM_REFUSED,
    /** A part that the manifest does not name was attached. */
    PART_ADDED,
    /** A workload ended that should run: a crash, a signal, an exit. */
    WORKLOAD_FAILED,
    /** A workload was ended by the kernel because it used more memory than it has. */
    OUT_OF_MEMORY,
    /** A workload was ended by the kernel because it made a forbidden call. */
    FORBIDDEN_CALL,
    /** A sensor cannot be read, or says what it never can. */
    SENSOR_FAILED,
    /** The clock was set. */
    CLOCK_STEPPED,
    /** The agent was killed or ended. */
    AGENT_ENDED
}
