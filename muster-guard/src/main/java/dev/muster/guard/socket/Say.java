package dev.muster.guard.socket;

import dev.muster.format.devices.host.HostFact;
import java.util.List;
import java.util.Optional;

/** What the guard answers. */
public sealed interface Say {
    /** @param detail for people */
    record Done(String detail) implements Say {}

    /**
     * @param reason stable word
     * @param detail for people
     */
    record Refused(String reason, String detail) implements Say {}

    /**
     * @param guard number of the guard's process
     * @param agent number of the agent's process, 0 when none runs
     * @param state {@code normal}, {@code frozen} or {@code safe}
     * @param sequence of the manifest in force
     * @param workloads that run
     */
    record Standing(long guard, long agent, String state, long sequence, List<String> workloads) implements Say {}

    record Looked(List<HostFact> facts) implements Say {}

    record Table(Optional<String> listed) implements Say {}

    record News(List<Happening> happenings) implements Say {}
}
