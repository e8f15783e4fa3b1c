package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.DataDir;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.api.PinnedTls;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server whose heap is too small for what its limits allow: it ends, with a status after which its unit starts it again,
 * instead of staying half alive; and the one that is started then has lost nothing.
 */
class OutOfMemoryTest {
    private static final Path ROOT = Path.of(System.getProperty("muster.root"));
    private static final Pattern FLAGS = Pattern.compile("(?m)^JVM=\"([^\"]*)\"$");

    /** Enough to start and to answer; less than the bodies that people and strangers may have on their way. */
    private static final String HEAP = "-Xmx72m";

    private static final int BODY = 1 << 20;
    private static final int BODIES = 60;

    /** Of {@code -XX:+ExitOnOutOfMemoryError}. */
    private static final int OUT_OF_MEMORY = 3;

    @TempDir
    private Path folder;

    @Test
    void aServerWithoutMemoryEndsAndTheNextOneGoesOn() throws Exception {
        Path data = folder.resolve("data");
        List<String> flags = new ArrayList<>(flags());
        flags.add(HEAP);
        List<Socket> peers = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(data, 0, 0, folder.resolve("log"), flags)) {
            try (ApiClient api = ApiClient.open(new DataDir(data))) {
                api.post(Site.path("operators"), java.util.Map.of("operator", "ann", "role", "AUDITOR"));
                fill(peers, api.server(), data);
            }
            assertThat(server.ended()).as("status").isEqualTo(OUT_OF_MEMORY);
        } finally {
            for (Socket peer : peers) {
                peer.close();
            }
        }
        try (ServerProcess again = ServerProcess.start(data, 0, 0, folder.resolve("log"), flags());
                ApiClient api = ApiClient.open(new DataDir(data))) {
            assertThat(again.runs()).isTrue();
            assertThat(api.get(Site.path("operators")).toString()).contains("\"ann\"");
        }
    }

    /** As the package starts it, whose unit starts again what ended with any status but 0. */
    private static List<String> flags() throws IOException {
        assertThat(Files.readString(ROOT.resolve("packaging/server/muster.service")))
                .contains("Restart=on-failure")
                .doesNotContain("SuccessExitStatus", "RestartPreventExitStatus", "RestartForceExitStatus");
        Matcher flags = FLAGS.matcher(Files.readString(ROOT.resolve("packaging/server/muster")));
        assertThat(flags.find()).isTrue();
        return List.of(flags.group(1).split(" ", -1));
    }

    /** Bodies that lack their last byte. */
    private static void fill(List<Socket> peers, URI console, Path data) throws Exception {
        SSLContext tls = PinnedTls.trusting(data.resolve("tls-ca.pem"));
        String token = Files.readString(data.resolve("operator.token")).strip();
        for (int i = 0; i < BODIES; i++) {
            open(peers, tls, console, "/scitt/demo/entries", "");
            open(peers, tls, console, "/api/v1/demo/operators", "authorization: Bearer " + token + "\r\n");
        }
    }

    private static void open(List<Socket> peers, SSLContext tls, URI console, String path, String header) {
        try {
            Socket peer = tls.getSocketFactory().createSocket("localhost", console.getPort());
            peers.add(peer);
            OutputStream out = peer.getOutputStream();
            out.write(("POST " + path + " HTTP/1.1\r\nhost: localhost\r\n" + header + "content-length: " + BODY
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[BODY - 1]);
            out.flush();
        } catch (IOException refusedOrGone) {
            // What was held before is held; a server that has ended takes no more.
        }
    }
}
