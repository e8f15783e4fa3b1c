package dev.muster.cli.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.Main;
import dev.muster.server.MusterServer;
import dev.muster.server.config.ServerConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of assurance against a real server. */
class PackVerbsTest {
    @TempDir
    private static Path folder;

    private static MusterServer server;
    private static Path pack;
    private static Path trust;

    private record Ran(int status, String out, String err) {}

    private static Ran run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(out), new PrintWriter(err), args);
        return new Ran(status, out.toString(), err.toString());
    }

    private static String data() {
        return folder.resolve("data").toString();
    }

    @BeforeAll
    static void start() throws Exception {
        server = MusterServer.start(ServerConfig.load(
                folder.resolve("data"), Map.of("http.console-port", "0", "http.device-port", "0"), Map.of()));
        pack = folder.resolve("acme.pack");
        trust = folder.resolve("acme.trust");
        Ran created = run("pack", "create", "--data", data(), "--out", pack.toString());
        assertThat(created.err()).isEmpty();
        assertThat(created.status()).isZero();
        Files.writeString(trust, run("pack", "trust", "--data", data()).out());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aPackVerifiesWithThePinnedKeysAndSaysWhatWasChecked() {
        Ran verified = run("pack", "verify", "--trust", trust.toString(), pack.toString());
        assertThat(verified.status()).isZero();
        assertThat(verified.out())
                .contains("holds  signature", "holds  entries", "holds  derivation")
                .endsWith("verified\n");
    }

    @Test
    void withoutPinnedKeysItIsUnknown() {
        Ran unpinned = run("pack", "verify", pack.toString());
        assertThat(unpinned.status()).isEqualTo(2);
        assertThat(unpinned.out()).contains("nothing says whose it is");
    }

    @Test
    void aFlippedByteIsNo() throws Exception {
        byte[] bytes = Files.readAllBytes(pack);
        for (int at : new int[] {0, 1, bytes.length / 3, bytes.length - 1}) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 1;
            Path file = folder.resolve("damaged.pack");
            Files.write(file, damaged);
            Ran refused = run("pack", "verify", "--trust", trust.toString(), file.toString());
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.out()).contains("FAILS").endsWith("not verified\n");
            assertThat(run("pack", "verify", file.toString()).status()).isEqualTo(1);
        }
    }

    @Test
    void aMissingFileOrTrustIsOneSentence() {
        assertThat(run("pack", "verify", folder.resolve("none").toString()).status())
                .isEqualTo(2);
        assertThat(run("pack", "verify", "--trust", pack.toString(), pack.toString())
                        .status())
                .isNotZero();
    }

    @Test
    void thePostureOfAnEmptyFleetIsATable() {
        Ran table = run("comply", "run", "--data", data());
        assertThat(table.status()).isZero();
        assertThat(table.out()).contains("0 devices", "ETSI", "NIST-CORE", "all");
        assertThat(table.out().lines().filter(line -> line.startsWith("all")))
                .singleElement()
                .asString()
                .contains("313");
        assertThat(run("comply", "run", "--rows", "--source", "ENISA", "--data", data())
                        .out())
                .contains("ENISA/GP-TM-55");
        assertThat(run("comply", "run", "--source", "NONE", "--data", data()).status())
                .isEqualTo(2);
        assertThat(run("comply", "diff", "--from", "2020-01-01T00:00:00Z", "--data", data())
                        .out())
                .contains("better");
    }

    @Test
    void whyOfAnUnknownDeviceOrRequirementIsOneSentence() {
        Ran device = run("why", "nobody", "5.3-9", "--data", data());
        assertThat(device.status()).isEqualTo(2);
        assertThat(device.err()).contains("Nothing is known of this device");
        assertThat(run("why", "nobody", "9.9.9", "--data", data()).err()).contains("no requirement 9.9.9");
    }

    @Test
    void nowhereIsTheWordThatNobodyHereMaySay() {
        String all = run("comply", "run", "--rows", "--data", data()).out()
                + run("comply", "run", "--help").out();
        assertThat(all).doesNotContainIgnoringCase("compliant");
    }
}
