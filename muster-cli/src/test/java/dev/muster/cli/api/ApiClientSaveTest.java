package dev.muster.cli.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ApiClientSaveTest {
    private static final byte[] PACK = "a shorter pack".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    @Test
    void whatABrokenOffDownloadLeftIsNotInTheNextOne() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/pack", asked -> {
            asked.sendResponseHeaders(200, PACK.length);
            asked.getResponseBody().write(PACK);
            asked.close();
        });
        server.start();
        URI address = URI.create("http://localhost:" + server.getAddress().getPort());
        try (ApiClient api = new ApiClient(HttpClient.newHttpClient(), address, "token")) {
            Path file = folder.resolve("acme.pack");
            Files.writeString(folder.resolve("acme.pack.part"), "x".repeat(10 * PACK.length));
            assertThat(api.save("/pack", file, (_, _, _) -> {})).isEqualTo(PACK.length);
            assertThat(file).hasBinaryContent(PACK);
        } finally {
            server.stop(0);
        }
    }
}
