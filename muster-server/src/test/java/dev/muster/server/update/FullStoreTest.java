package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.crypto.Pem;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.statements.Statements;
import dev.muster.server.http.Caller;
import dev.muster.server.http.Json;
import dev.muster.server.http.Routes;
import dev.muster.server.http.testing.TestServer;
import dev.muster.testing.Needs;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No room is left, by quota or by the disk: 507 says which, nothing is half kept, and no release stands without its bytes. */
class FullStoreTest {
    private static final int MEGABYTE = 1 << 20;

    @TempDir
    Path dir;

    private interface Upload {
        void with(Shop shop, TestServer server) throws Exception;
    }

    private void served(ArtifactStore artifacts, Upload upload) throws Exception {
        try (Database database = Database.open("jdbc:sqlite:" + dir.resolve("test.db"));
                Shop shop = new Shop(database)) {
            Routes console = new Routes();
            new ReleaseKeysDoor(database, shop.ledger.shell(), InstantSource.system()).addTo(console);
            new UpdateDoor(
                            artifacts,
                            new ReleaseStatements(new Statements(shop.ledger)),
                            database,
                            shop.ledger.shell(),
                            InstantSource.system())
                    .addTo(console);
            try (TestServer server =
                    TestServer.start(console, (request, need) -> new Caller(Shop.OPERATOR, Set.of()), new Routes())) {
                upload.with(shop, server);
            }
        }
    }

    private static HttpResponse<byte[]> post(TestServer server, String path, byte[] body) {
        return server.send(HttpRequest.newBuilder(server.console("/api/v1/acme" + path))
                .header("content-type", path.equals("/release-keys") ? "application/json" : "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    private static String code(HttpResponse<byte[]> answer) {
        return answer.statusCode() + " " + Json.tree(answer.body()).path("code").asString();
    }

    @Test
    void aReleaseWhoseEnvelopeIsOverTheQuotaIsNotPublished() throws Exception {
        byte[] image = Shop.image(2);
        served(new ArtifactStore(dir.resolve("artifacts"), image.length), (shop, server) -> {
            String pem = new Pem("PUBLIC KEY", Shop.MAKER.getPublic().getEncoded()).encode();
            post(server, "/release-keys", Json.bytes(Map.of("product", "cam", "name", "Acme", "key", pem)));
            assertThat(post(server, "/artifacts", image).statusCode()).isEqualTo(201);
            byte[] envelope = Shop.envelope(2, "2.0").sign(Shop.key(Shop.MAKER));
            assertThat(code(post(server, "/releases?product=cam", envelope))).isEqualTo("507 quota");
            HttpResponse<byte[]> releases = server.send(HttpRequest.newBuilder(server.console("/api/v1/acme/releases"))
                    .build());
            assertThat(Json.tree(releases.body())).isEmpty();
        });
    }

    @Test
    void whatDoesNotFitOnTheDiskIsRefusedAndLeavesNothing() throws Exception {
        Path mount = Files.createDirectory(dir.resolve("small"));
        Needs.that(
                run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", mount.toString()),
                "needs root to mount a small file system: a full disk at an upload is not covered");
        try {
            served(new ArtifactStore(mount.resolve("artifacts")), (shop, server) -> {
                assertThat(code(post(server, "/artifacts", new byte[4 * MEGABYTE])))
                        .isEqualTo("507 disk-full");
                assertThat(post(server, "/artifacts", new byte[MEGABYTE]).statusCode())
                        .as("what was begun takes no room")
                        .isEqualTo(201);
            });
        } finally {
            run("umount", "-l", mount.toString());
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(List.of(command))
                        .redirectErrorStream(true)
                        .start()
                        .waitFor()
                == 0;
    }
}
