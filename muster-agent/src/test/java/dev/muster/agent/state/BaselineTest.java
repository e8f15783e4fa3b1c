package dev.muster.agent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.devices.orders.Strength;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The maker's configuration comes back whole, whatever stood in its place, also after a power cut. */
class BaselineTest {
    @TempDir
    private Path folder;

    private DeviceRoots roots;

    @BeforeEach
    void aDeviceThatWasChanged() throws IOException {
        roots = DeviceRoots.under(folder, Strength.CHECKED, Durability.PROCESS_END)
                .create();
        Files.createDirectories(roots.factory());
        new Factory(URI.create("https://localhost:9443"), "acme", "cam", "acme.example").write(roots);
        put("factory/baseline/net.conf", "closed");
        put("factory/baseline/users/admin", "locked");
        put("settings/net.conf", "open");
        put("settings/cron/backdoor", "owned");
        put("elsewhere", "not ours");
        configuration("configuration=settings\n");
    }

    private void configuration(String line) throws IOException {
        Path lines = roots.factory().resolve("agent.properties");
        Files.writeString(lines, Files.readString(lines) + line);
    }

    private void put(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void assertRestored() {
        assertThat(folder.resolve("settings/net.conf")).hasContent("closed");
        assertThat(folder.resolve("settings/users/admin")).hasContent("locked");
        assertThat(folder.resolve("settings/cron/backdoor")).doesNotExist();
        assertThat(folder.resolve("elsewhere")).hasContent("not ours");
    }

    @Test
    void whatIsNotInItGoesAndWhatIsInItComesBack() throws IOException {
        assertThat(new Baseline(roots).restore()).isEqualTo(Optional.of(new Baseline.Restored(2, 1)));
        assertRestored();
        assertThat(new Baseline(roots).goOn()).as("nothing is under way").isEmpty();
    }

    @Test
    void aLinkIsNotWrittenThrough() throws IOException {
        Files.delete(folder.resolve("settings/net.conf"));
        Files.createSymbolicLink(folder.resolve("settings/net.conf"), folder.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("settings/users"), folder);
        new Baseline(roots).restore();
        assertRestored();
        assertThat(folder.resolve("settings/users")).isDirectory();
        assertThat(Files.isSymbolicLink(folder.resolve("settings/users"))).isFalse();
        assertThat(folder.resolve("admin")).doesNotExist();
    }

    @Test
    void aFolderWhereAFileBelongsIsNotInTheWay() throws IOException {
        Files.delete(folder.resolve("settings/net.conf"));
        put("settings/net.conf/x/y", "in the way");
        put("settings/net.conf.new/x/y", "in the way too");
        new Baseline(roots).restore();
        assertRestored();
        assertThat(folder.resolve("settings/net.conf.new")).doesNotExist();
    }

    /** A program that is not the agent's user reads its configuration. */
    @Test
    void filesComeBackWithTheirPermissions() throws IOException {
        Set<PosixFilePermission> shared = PosixFilePermissions.fromString("r--r--r--");
        Files.setPosixFilePermissions(folder.resolve("factory/baseline/net.conf"), shared);
        new Baseline(roots).restore();
        assertThat(Files.getPosixFilePermissions(folder.resolve("settings/net.conf")))
                .isEqualTo(shared);
    }

    @Test
    void itGoesOnAfterAPowerCut() throws IOException {
        // No other file fits beside one with so long a name: the restore stops when it comes to write it.
        String longest = "a".repeat(255);
        put("factory/baseline/" + longest, "x");
        assertThatThrownBy(() -> new Baseline(roots).restore()).isInstanceOf(IOException.class);
        assertThat(folder.resolve("settings/cron/backdoor")).doesNotExist();
        assertThat(folder.resolve("settings/net.conf")).hasContent("open");
        Files.delete(folder.resolve("factory/baseline/" + longest));
        assertThat(new Baseline(roots).goOn()).isPresent();
        assertRestored();
    }

    @Test
    void aDeviceWithoutOneKeepsWhatItHas() throws IOException {
        configuration("configuration= \n");
        assertThat(new Baseline(roots).restore()).isEmpty();
        assertThat(folder.resolve("settings/cron/backdoor")).exists();
    }
}
