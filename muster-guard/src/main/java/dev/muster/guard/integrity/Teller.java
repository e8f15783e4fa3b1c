package dev.muster.guard.integrity;

import dev.muster.format.devices.manifest.Violation;

/** Is told of violations, and acts. */
public interface Teller {
    /**
     * @param what file, program, part or workload
     * @param culprit process, when it is known; empty otherwise
     */
    void violated(Violation kind, String what, String culprit);
}
