package dev.muster.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path parent;

    @Test
    void itIsMadeForItsOwnerOnly() throws Exception {
        Path path = parent.resolve("a/b");
        try (DataDirectory directory = DataDirectory.open(path)) {
            directory.write("token", "secret");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve("token"))))
                    .isEqualTo("rw-------");
        }
        assertThat(path.resolve("start.probe")).doesNotExist();
    }

    @Test
    void twoServersDoNotShareIt() {
        try (DataDirectory first = DataDirectory.open(parent)) {
            assertThatThrownBy(() -> DataDirectory.open(first.path()))
                    .isInstanceOf(StartFailure.class)
                    .hasMessage("The data directory " + parent + " is in use by another server.");
        }
        DataDirectory.open(parent).close();
    }

    @Test
    void whatCannotBeADirectoryIsOneSentence() throws Exception {
        Path file = Files.writeString(parent.resolve("file"), "");
        assertThatThrownBy(() -> DataDirectory.open(file)).hasMessage("The data directory " + file + " is a file.");
        assertThatThrownBy(() -> DataDirectory.open(file.resolve("below")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("cannot be made");
    }
}
