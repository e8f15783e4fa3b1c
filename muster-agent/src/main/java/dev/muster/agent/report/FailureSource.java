package dev.muster.agent.report;

import dev.muster.format.devices.failure.Failure;
import java.io.IOException;
import java.util.List;

/** Whoever sees what goes wrong on this device, and numbers it. */
public interface FailureSource {
    /** Nobody looks. */
    FailureSource NONE = new FailureSource() {
        @Override
        public List<Numbered> after(long number) {
            return List.of();
        }

        @Override
        public void whenMore(Runnable wake) {
            // Nothing ever happens.
        }
    };

    /** A failure and its number, which counts up from 1. */
    record Numbered(long number, Failure failure) {}

    /**
     * What happened after the failure with this number, oldest first.
     *
     * @throws IOException when it cannot be asked now
     */
    List<Numbered> after(long number) throws IOException;

    /** Called, on any thread, soon after something happened. The last one that was given counts. */
    void whenMore(Runnable wake);
}
