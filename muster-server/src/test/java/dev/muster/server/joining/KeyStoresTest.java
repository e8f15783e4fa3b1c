package dev.muster.server.joining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.server.config.StartFailure;
import dev.muster.server.joining.Site.Identity;
import dev.muster.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Authorities issue real certificates from each place where their keys may be. */
class KeyStoresTest {
    @TempDir
    Path dir;

    private final Identity maker = Site.maker("Acme");

    @Test
    void filesUnderAPassphraseOpenWithItAndOnlyWithIt() throws Exception {
        Path data = dir.resolve("data");
        Identity cam;
        try (Site site = Site.start(data, "sqlite")) {
            site.accept(Site.ORG, maker, "Acme");
            cam = site.enrol(Site.factory(maker, "Acme", "cam-1"), "cam-1");
        }
        Map<String, String> right = passphrase("correct horse");
        try (Site site = Site.start(data, "sqlite", right)) {
            Identity next = site.enrol(Site.factory(maker, "Acme", "cam-2"), "cam-2");
            assertThat(next.certificate().getIssuerX500Principal())
                    .as("the same authority, put under the passphrase")
                    .isEqualTo(cam.certificate().getIssuerX500Principal());
        }
        assertThat(data.resolve("joining").resolve("password")).doesNotExist();
        assertThatThrownBy(() -> Site.start(data, "sqlite", passphrase("wrong")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("The passphrase does not open the keys in ");
        assertThatThrownBy(() -> Site.start(data, "sqlite"))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("are under a passphrase");
        try (Site site = Site.start(data, "sqlite", right)) {
            assertThat(site.get(cam, "/devices/demo/orders").statusCode()).isEqualTo(200);
            site.enrol(Site.factory(maker, "Acme", "cam-3"), "cam-3");
        }
    }

    private Map<String, String> passphrase(String text) throws IOException {
        Path file = dir.resolve("passphrase-" + text.length());
        Files.writeString(file, text + "\n");
        return Map.of("joining.key-store", "passphrase", "joining.key-passphrase-file", file.toString());
    }

    /** Needs softhsm2. The module takes its configuration from the environment, so the server has a process of its own. */
    @Test
    void aTokenMakesTheKeysAndSignsWithThem() throws Exception {
        Path library = Needs.file(
                "softhsm",
                "/usr/lib/softhsm/libsofthsm2.so",
                "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
                "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
                "/usr/lib64/softhsm/libsofthsm2.so");
        Path token = Files.createDirectory(dir.resolve("token"));
        Files.writeString(
                dir.resolve("softhsm2.conf"),
                "directories.tokendir = " + token + "\nobjectstore.backend = file\nlog.level = ERROR\n");
        run("softhsm2-util", "--init-token", "--free", "--label", "t", "--pin", "1234", "--so-pin", "5678");
        Files.writeString(dir.resolve("pin"), "1234\n");
        String said = run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                TokenSite.class.getName(),
                dir.resolve("data").toString(),
                library.toString(),
                dir.resolve("pin").toString());
        assertThat(said).contains("issued cam-1 by demo device CA").contains("again cam-2 by the same");
        assertThat(dir.resolve("data").resolve("joining").resolve("keys")).isEmptyDirectory();
        Files.writeString(dir.resolve("pin"), "9999\n");
        assertThat(run(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TokenSite.class.getName(),
                        dir.resolve("data").toString(),
                        library.toString(),
                        dir.resolve("pin").toString()))
                .contains("cannot be opened: CKR_PIN_INCORRECT");
    }

    private String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SOFTHSM2_CONF", dir.resolve("softhsm2.conf").toString());
        Path out = dir.resolve("out.txt");
        Process process = builder.redirectOutput(out.toFile()).start();
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out);
    }
}
