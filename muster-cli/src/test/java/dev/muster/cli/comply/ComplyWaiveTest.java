package dev.muster.cli.comply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.Main;
import dev.muster.server.MusterServer;
import dev.muster.server.config.ServerConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code muster comply waive} against a real server, as its operator. */
class ComplyWaiveTest {
    private static final String ROW = "ENISA/GP-TM-05";

    @TempDir
    private static Path folder;

    private static MusterServer server;

    private record Ran(int status, String out, String err) {}

    private static Ran run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = Stream.concat(
                        Stream.of(args),
                        Stream.of("--data", folder.resolve("data").toString()))
                .toArray(String[]::new);
        int status = Main.run(new PrintWriter(out), new PrintWriter(err), all);
        return new Ran(status, out.toString(), err.toString());
    }

    private static Ran waive(String... rest) {
        return run(Stream.concat(Stream.of("comply", "waive"), Stream.of(rest)).toArray(String[]::new));
    }

    private static String day(int fromNow) {
        return LocalDate.now(ZoneOffset.UTC).plusDays(fromNow).toString();
    }

    @BeforeAll
    static void start() {
        server = MusterServer.start(ServerConfig.load(
                folder.resolve("data"), Map.of("http.console-port", "0", "http.device-port", "0"), Map.of()));
        assertThat(run(
                                "product",
                                "add",
                                "cam",
                                "--name",
                                "Camera",
                                "--maker",
                                "Acme",
                                "--model",
                                "Cam 1",
                                "--support-from",
                                day(-1),
                                "--support-until",
                                day(900))
                        .err())
                .isEmpty();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aWaiverIsMadeListedCarriedInPacksAndEnded() throws Exception {
        Ran made = waive(ROW, "--product", "cam", "--reason", "behind a locked door", "--until", day(30));
        assertThat(made.err()).isEmpty();
        assertThat(made.status()).isZero();
        assertThat(made.out()).contains(ROW + " for product/cam is waived until " + day(31) + "T00:00:00Z");
        Ran listed = waive();
        assertThat(listed.out()).contains("product/cam", ROW, "operator/", "behind a locked door");
        Path pack = folder.resolve("a.pack");
        assertThat(run("pack", "create", "--out", pack.toString()).err()).isEmpty();
        assertThat(Files.size(pack)).isPositive();
        Ran ended = waive(ROW, "--product", "cam", "--end");
        assertThat(ended.out()).contains(ROW + " for product/cam is waived no more");
        assertThat(waive().out()).contains("Nothing is waived.");
        Ran twice = waive(ROW, "--product", "cam", "--end");
        assertThat(twice.status()).isNotZero();
        assertThat(twice.err()).contains("is not waived for product/cam itself now");
        assertThat(run("log", "ls", "--subject", "product/cam").out())
                .contains("assurance.waived", "assurance.waiver-ended");
    }

    @Test
    void whatCannotBeWaivedIsOneSentence() {
        for (Ran refused : List.of(
                waive(ROW, "--product", "cam", "--until", day(30)),
                waive(ROW, "--product", "cam", "--until", day(-2), "--reason", "r"),
                waive(ROW, "--product", "cam", "--until", day(400), "--reason", "r"),
                waive(ROW, "--product", "none", "--until", day(30), "--reason", "r"),
                waive("9.9.9", "--product", "cam", "--until", day(30), "--reason", "r"),
                waive(ROW, "--until", day(30), "--reason", "r"),
                waive(ROW, "--product", "cam", "--device", "d", "--until", day(30), "--reason", "r"),
                waive(ROW, "--product", "cam", "--reason", "r"),
                waive(ROW, "--product", "cam", "--reason", "r", "--until", "soon"))) {
            assertThat(refused.status()).as(refused.out()).isNotZero();
            assertThat(refused.err().strip().lines()).as(refused.err()).hasSize(1);
        }
    }

    @Test
    void aDayCountsToItsEnd() {
        assertThat(ComplyWaiveVerb.time("2027-01-31")).isEqualTo(Instant.parse("2027-02-01T00:00:00Z"));
        assertThat(ComplyWaiveVerb.time("2027-01-31T12:00:00Z")).isEqualTo(Instant.parse("2027-01-31T12:00:00Z"));
    }
}
