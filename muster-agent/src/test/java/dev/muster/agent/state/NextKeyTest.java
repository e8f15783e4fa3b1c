package dev.muster.agent.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.devices.orders.Strength;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key that was asked for outlives the process that asked. */
class NextKeyTest {
    @TempDir
    private Path folder;

    @Test
    void theKeyIsThereAfterARestartUntilItIsForgotten() throws IOException {
        DeviceRoots roots = DeviceRoots.under(folder, Strength.SIMULATED, Durability.POWER_CUT)
                .create();
        assertThat(new NextKey(roots).kept()).isEmpty();
        KeyPair made = new NextKey(roots).make(new SecureRandom());
        KeyPair kept = new NextKey(roots).kept().orElseThrow();
        assertThat(kept.getPublic()).isEqualTo(made.getPublic());
        assertThat(kept.getPrivate().getEncoded()).isEqualTo(made.getPrivate().getEncoded());
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(roots.identity().resolve("next.pem"))))
                .isEqualTo("rw-------");
        new NextKey(roots).forget();
        assertThat(new NextKey(roots).kept()).isEmpty();
        new NextKey(roots).forget();
    }
}
