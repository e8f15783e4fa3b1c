package dev.muster.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.doctor.Finding.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {

    @TempDir
    private Path root;

    private State state(String subject) {
        return new Machine(root, Map.of("PATH", "/usr/sbin"))
                .examine(root.resolve("data")).stream()
                        .filter(f -> f.subject().equals(subject))
                        .findFirst()
                        .orElseThrow()
                        .state();
    }

    @Test
    void whatIsNotThereIsCalledAbsent() {
        assertThat(state("TPM 2.0")).isEqualTo(State.ABSENT);
        assertThat(state("nft")).isEqualTo(State.ABSENT);
        assertThat(state("Landlock")).isEqualTo(State.ABSENT);
    }

    @Test
    void whatIsThereIsFound() throws IOException {
        Files.createDirectories(root.resolve("dev"));
        Files.createFile(root.resolve("dev/tpmrm0"));
        Files.createDirectories(root.resolve("sys/kernel/security"));
        Files.writeString(root.resolve("sys/kernel/security/lsm"), "lockdown,capability,landlock\n");
        Files.createDirectories(root.resolve("usr/sbin"));
        Files.createFile(
                root.resolve("usr/sbin/nft"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        assertThat(state("TPM 2.0")).isEqualTo(State.GOOD);
        assertThat(state("nft")).isEqualTo(State.GOOD);
        assertThat(state("Landlock")).isEqualTo(State.GOOD);
    }
}
