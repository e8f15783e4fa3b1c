package dev.muster.agent.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.format.attest.eat.SlotClaims.DisputedResult;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.orders.Strength;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A refused result is told until one is accepted, also by a device that was switched off in between. */
class DisputeTest {
    private static final byte[] RESULT = {1, 2, 3};

    @TempDir
    private Path folder;

    private DeviceRoots roots;

    @BeforeEach
    void make() throws IOException {
        roots = DeviceRoots.under(folder, Strength.SIMULATED, Durability.PROCESS_END)
                .create();
    }

    @Test
    void aDisputeOutlivesARestartAndEndsWhenItIsSettled() throws IOException {
        assertThat(new Dispute(roots).claim()).isEmpty();
        new Dispute(roots).open("result-nonce", RESULT);
        assertThat(new Dispute(roots).claim()).contains(new DisputedResult("result-nonce", Sha256.of(RESULT)));
        assertThat(Files.readAllBytes(roots.state().resolve("disputed-result"))).isEqualTo(RESULT);
        new Dispute(roots).settle();
        assertThat(new Dispute(roots).claim()).isEmpty();
        new Dispute(roots).settle();
    }

    @Test
    void aDamagedDisputeDoesNotStopEvidence() throws IOException {
        Files.write(roots.state().resolve("dispute"), new byte[] {1, 2, 3});
        assertThat(new Dispute(roots).claim()).isEmpty();
    }
}
