package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.Main;
import dev.muster.testing.Needs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the way of a start is said in one sentence, and the exit status is not 0. */
class StartErrorsTest {

    @TempDir
    private Path dir;

    private final StringWriter err = new StringWriter();

    private int muster(String... args) {
        return Main.run(new PrintWriter(new StringWriter(), true), new PrintWriter(err, true), args);
    }

    private void oneSentence(int status) {
        assertThat(status).isPositive();
        assertThat(err.toString().strip().lines()).as(err.toString()).hasSize(1);
        assertThat(err.toString())
                .startsWith("muster: ")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
    }

    @Test
    void aBusyPort() throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(busy.getLocalPort());
            oneSentence(muster(
                    "up",
                    "--data",
                    dir.resolve("data").toString(),
                    "--set",
                    "http.console-port=" + port,
                    "--set",
                    "http.device-port=0"));
            assertThat(err.toString()).contains(port).contains("in use");
        }
    }

    @Test
    void aDataDirectoryThatCannotBe() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "no folder");
        oneSentence(muster("up", "--data", file.resolve("data").toString()));
        assertThat(err.toString()).contains(file.toString());
    }

    @Test
    void aWrongOption() {
        assertThat(muster("demo", "--device", "7")).isEqualTo(64);
        oneSentence(64);
        assertThat(err.toString()).contains("--device");
    }

    @Test
    void tooFewDevicesForADemo() {
        assertThat(muster("demo", "--devices", "2")).isEqualTo(64);
        oneSentence(64);
    }

    @Test
    void anUnknownSetting() {
        oneSentence(muster("up", "--data", dir.resolve("data").toString(), "--set", "http.consol-port=0"));
        assertThat(err.toString()).contains("http.console-port");
    }

    @Test
    void noServer() {
        oneSentence(muster("status", "--data", dir.toString()));
        assertThat(err.toString()).contains("muster up");
    }

    @Test
    void aFullDisk() throws Exception {
        Path small = Files.createDirectory(dir.resolve("small"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small.toString());
        Needs.that(mounted, "only root can make a small file system; not covered: the sentence for a full disk");
        try {
            oneSentence(muster(
                    "up",
                    "--data",
                    small.resolve("data").toString(),
                    "--set",
                    "http.console-port=0",
                    "--set",
                    "http.device-port=0"));
            assertThat(err.toString()).contains("full");
        } finally {
            run("umount", small.toString());
        }
    }

    @Test
    void aDemoThatHasNoRoomSaysHowMuchItNeeds() throws Exception {
        Path small = Files.createDirectory(dir.resolve("small-demo"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", small.toString());
        Needs.that(mounted, "only root can make a small file system");
        try {
            oneSentence(muster("demo", "--data", small.resolve("x").toString()));
            assertThat(err.toString()).contains("needs 182 MiB").contains("--data");
        } finally {
            run("umount", small.toString());
        }
    }

    @Test
    void aDemoInAFolderThatCannotBe() {
        oneSentence(muster("demo", "--data", "/proc/muster"));
        assertThat(err.toString()).contains("/proc/muster");
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }
}
