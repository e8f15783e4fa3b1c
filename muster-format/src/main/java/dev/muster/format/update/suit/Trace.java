package dev.muster.format.update.suit;

import java.util.List;

/** Hears of every command as it runs; for people who want to see what a manifest does. */
@FunctionalInterface
public interface Trace {
    Trace NONE = (manifest, section, offset, component, what, result) -> {};

    /**
     * @param manifest component indexes that lead to the manifest through its dependents
     * @param section manifest key of the section; the shared sequence is traced under the section it runs for
     * @param component name on the device
     * @param what the command
     * @param result {@code ok}, {@code holds}, {@code fails}, or why it could not be done
     */
    void step(List<Integer> manifest, int section, int offset, ComponentId component, String what, String result);
}
