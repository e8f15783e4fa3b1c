package dev.muster.agent.install;

import dev.muster.agent.state.BootState;
import dev.muster.agent.state.BootStore;
import java.io.IOException;

/** The boot loader's variables: which slot runs and which is next. A port, so that tests can cut the power inside of it. */
public interface BootControl {
    BootState read() throws IOException;

    /** Replaces the state as one step that survives a power cut. */
    void write(BootState state) throws IOException;

    /** The variables as the agent keeps them. */
    static BootControl of(BootStore store) {
        return new BootControl() {
            @Override
            public BootState read() throws IOException {
                return store.read();
            }

            @Override
            public void write(BootState state) throws IOException {
                store.write(state);
            }
        };
    }
}
