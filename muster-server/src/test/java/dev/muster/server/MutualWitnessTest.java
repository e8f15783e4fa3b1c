package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.format.cbor.CborReader;
import dev.muster.server.config.ServerConfig;
import dev.muster.server.http.Json;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two whole servers, each the witness of the other over TLS, as their configuration says. */
class MutualWitnessTest {
    @TempDir
    Path parent;

    /** One of the two. */
    private final class Side {
        private final Path data;
        private final int port;
        private final Map<String, String> flags = new HashMap<>();

        Side(String name, String host) throws Exception {
            data = parent.resolve(name);
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            flags.putAll(Map.of(
                    "http.console-port",
                    "" + port,
                    "http.device-port",
                    "0",
                    "http.names",
                    host,
                    "access.organisation",
                    name));
        }

        MusterServer start() {
            return MusterServer.start(ServerConfig.load(data, flags, Map.of()));
        }

        JsonNode get(MusterServer server, String path) throws Exception {
            try (ApiUser local = ApiUser.local(data, server)) {
                return Json.tree(local.get("/api/v1/" + data.getFileName() + "/" + path)
                        .body()
                        .getBytes(StandardCharsets.UTF_8));
            }
        }

        void watchedBy(Side other, String key, String host) {
            flags.put(
                    "ledger.witnesses",
                    other.data.getFileName() + " " + key + " https://" + host + ":" + other.port + "/witness/"
                            + other.data.getFileName());
            flags.put("ledger.witness-ca", other.data.resolve("tls-ca.pem").toString());
            flags.put("ledger.witness-seconds", "1");
        }
    }

    private static byte[] eventually(Callable<HttpResponse<byte[]>> asked) throws Exception {
        HttpResponse<byte[]> last = asked.call();
        for (int i = 0; i < 600 && last.statusCode() != 200; i++) {
            Thread.sleep(50);
            last = asked.call();
        }
        assertThat(last.statusCode()).isEqualTo(200);
        return last.body();
    }

    private static HttpResponse<byte[]> get(HttpClient client, URI uri) throws Exception {
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    @Timeout(120)
    void eachCosignsTheOthersStatementLogAndServesWhatAnAuditorNeeds() throws Exception {
        Side acme = new Side("acme", "localhost");
        Side city = new Side("city", "127.0.0.1");
        NoteKey cityWitness;
        NoteKey acmeLog;
        try (MusterServer a = acme.start();
                MusterServer b = city.start();
                ApiUser atA = ApiUser.local(acme.data, a);
                ApiUser atB = ApiUser.local(city.data, b)) {
            cityWitness = NoteKey.parse(city.get(b, "witness").path("key").asString());
            acmeLog = NoteKey.parse(
                    acme.get(a, "log").path("statement").path("key").asString());
            String cityLog = city.get(b, "log").path("statement").path("key").asString();
            assertThat(atB.post("/api/v1/city/witness/logs", Map.of("key", acmeLog.vkey()))
                            .statusCode())
                    .isEqualTo(204);
            assertThat(atA.post("/api/v1/acme/witness/logs", Map.of("key", cityLog))
                            .statusCode())
                    .isEqualTo(204);
            acme.watchedBy(city, cityWitness.vkey(), "127.0.0.1");
            city.watchedBy(acme, acme.get(a, "witness").path("key").asString(), "localhost");
        }
        Path export = parent.resolve("export");
        acme.flags.put("ledger.export.file", export.toString());
        try (MusterServer b = city.start();
                MusterServer a = acme.start();
                HttpClient client = ApiUser.client(acme.data);
                HttpClient other = ApiUser.client(city.data)) {
            URI log = a.console().resolve("/log/acme/statement/");
            SignedNote witnessed = SignedNote.parse(eventually(() -> get(client, log.resolve("checkpoint.witnessed"))));
            assertThat(acmeLog.verify(witnessed)).isTrue();
            assertThat(cityWitness.verify(witnessed)).isTrue();
            eventually(() -> get(other, b.console().resolve("/log/city/statement/checkpoint.witnessed")));
            JsonNode health = acme.get(a, "log/health");
            assertThat(health.path("state").asString()).isEqualTo("ok");
            assertThat(health.path("witnesses").get(0).path("cosigned").asLong())
                    .isPositive();
            leavesMatchTheirTile(client, log, Checkpoint.parse(witnessed.text()).size());
            everyEntryIsExported(acme, a, export);
        }
    }

    /** What the bundle holds hashes to what the tile says. */
    private static void leavesMatchTheirTile(HttpClient client, URI log, long size) throws Exception {
        String width = ".p/" + size;
        HttpResponse<byte[]> bundle = get(client, log.resolve("tile/entries/000" + width));
        HttpResponse<byte[]> tile = get(client, log.resolve("tile/0/000" + width));
        assertThat(bundle.headers().firstValue("cache-control")).contains("public, max-age=31536000, immutable");
        assertThat(bundle.headers().firstValue("content-type")).contains("application/octet-stream");
        byte[] bytes = bundle.body();
        ByteArrayOutputStream hashes = new ByteArrayOutputStream();
        for (int at = 0; at < bytes.length; ) {
            int length = (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
            hashes.writeBytes(MerkleHash.leaf(Arrays.copyOfRange(bytes, at + 2, at + 2 + length)));
            at += 2 + length;
        }
        assertThat(hashes.toByteArray()).isEqualTo(tile.body());
        assertThat(get(client, log.resolve("tile/entries/000.p/255")).statusCode())
                .isEqualTo(404);
        assertThat(get(client, log.resolve("tile/entries/0")).statusCode()).isEqualTo(404);
        assertThat(get(client, log.resolve("/log/nobody/statement/tile/0/000.p/1"))
                        .statusCode())
                .isEqualTo(404);
        for (String secret : List.of("entries/000.p/1", "0/000.p/1")) {
            assertThat(get(client, log.resolve("/log/acme/record/tile/" + secret))
                            .statusCode())
                    .as("the record is private")
                    .isEqualTo(401);
        }
    }

    private static void everyEntryIsExported(Side side, MusterServer server, Path export) throws Exception {
        for (int i = 0; i < 600; i++) {
            long size = side.get(server, "log/health").path("record").asLong();
            Path file = export.resolve("acme.cborseq");
            if (Files.exists(file) && items(Files.readAllBytes(file)) >= size) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("not everything was exported");
    }

    private static long items(byte[] sequence) {
        CborReader reader = CborReader.of(sequence);
        long count = 0;
        while (reader.position() < sequence.length) {
            reader.skip();
            count++;
        }
        return count;
    }
}
