package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.crypto.Keys;
import dev.muster.ledger.sql.testing.FreshDatabases;
import dev.muster.server.config.ServerConfig;
import dev.muster.server.http.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two whole servers on one PostgreSQL: one writes, the other reads and says so, and takes over when the first is gone. */
class TwoMusterServersTest {
    @TempDir
    Path parent;

    private static ServerConfig config(Path data, String database) {
        return ServerConfig.load(
                data, Map.of("http.console-port", "0", "http.device-port", "0", "database", database), Map.of());
    }

    /** Keys and tokens are shared; locks, and who this server is, are not. */
    private static void share(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                String name = each.getFileName().toString();
                if (Files.isDirectory(each)) {
                    Files.createDirectories(to.resolve(from.relativize(each).toString()));
                } else if (!name.endsWith(".new")
                        && !List.of("server-id", "lock", "server.lock", "server.json")
                                .contains(name)) {
                    // What ends in .new is being written, and has its own name in a moment.
                    Files.copy(each, to.resolve(from.relativize(each).toString()));
                }
            }
        }
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwx------"));
    }

    private static HttpResponse<String> addProduct(ApiUser user, String id) throws Exception {
        return user.post(
                "/api/v1/demo/products",
                Map.of(
                        "id", id,
                        "name", "Camera",
                        "maker", "Acme",
                        "model", id,
                        "supportFrom", "2026-01-01T00:00:00Z",
                        "supportUntil", "2099-01-01T00:00:00Z"));
    }

    private static void stop(MusterServer server) {
        server.close();
    }

    private static HttpResponse<String> register(ApiUser user) throws Exception {
        KeyPair pair = Keys.generateP256(new SecureRandom());
        CoseSigner signer = CoseSigner.of(
                CoseAlgorithm.ES256,
                pair.getPrivate(),
                Optional.of(CoseKey.of(pair.getPublic()).thumbprint()));
        byte[] statement = Sign1Builder.create()
                .contentType("text/plain")
                .protect(
                        HeaderLabel.CWT_CLAIMS,
                        Cbor.map().put(1, "https://acme.example").put(2, "x").build())
                .payload(new byte[] {1})
                .sign(signer)
                .encode();
        return user.call("POST", "/scitt/demo/entries", statement, "application/cose");
    }

    private static JsonNode health(ApiUser user) throws Exception {
        return Json.tree(user.get("/api/v1/demo/log/health").body().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @Timeout(180)
    void theOneThatDoesNotWriteReadsAnswers503ForWritesAndTakesOver() throws Exception {
        String database = FreshDatabases.postgresqlUrl();
        Path one = parent.resolve("one");
        Path two = parent.resolve("two");
        try (MusterServer first = MusterServer.start(config(one, database));
                ApiUser atFirst = ApiUser.local(one, first)) {
            assertThat(addProduct(atFirst, "cam-1").statusCode()).isIn(200, 201, 204);
            share(one, two);
            try (MusterServer second = MusterServer.start(config(two, database));
                    ApiUser atSecond = ApiUser.local(two, second)) {
                HttpResponse<String> refused = addProduct(atSecond, "cam-2");
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("retry-after")).isPresent();
                assertThat(refused.body()).contains("not-sequencer");
                assertThat(atSecond.call("POST", "/api/v1/demo/log/fsck", new byte[0])
                                .body())
                        .contains("\"clean\":true");
                HttpResponse<String> statement = register(atSecond);
                assertThat(statement.statusCode()).isEqualTo(503);
                assertThat(statement.headers().firstValue("retry-after")).isPresent();
                assertThat(statement.headers().firstValue("content-type"))
                        .as("as SCRAPI says it")
                        .contains("application/concise-problem-details+cbor");
                assertThat(atSecond.get("/api/v1/demo/status").statusCode()).isEqualTo(200);
                assertThat(health(atSecond).path("record").asLong())
                        .isEqualTo(health(atFirst).path("record").asLong());
                Thread.sleep(1_500);
                assertThat(health(atFirst).path("troubles"))
                        .as("the follower of the other one disturbs nothing")
                        .isEmpty();
                assertThat(addProduct(atFirst, "cam-3").statusCode()).isIn(200, 201, 204);
                stop(first);
                HttpResponse<String> taken = addProduct(atSecond, "cam-4");
                assertThat(taken.statusCode()).as(taken.body()).isIn(200, 201, 204);
                assertThat(atSecond.call("POST", "/api/v1/demo/log/fsck", new byte[0])
                                .body())
                        .contains("\"clean\":true");
            }
        }
    }
}
