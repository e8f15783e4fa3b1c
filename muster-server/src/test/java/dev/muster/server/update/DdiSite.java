package dev.muster.server.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.update.Firmness;
import dev.muster.core.update.Releases;
import dev.muster.core.update.RolloutPlan;
import dev.muster.core.update.Target;
import dev.muster.core.update.Terms;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Caller;
import dev.muster.server.http.Json;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Routes;
import dev.muster.server.http.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One device, its token and a server with the doors of hawkBit's device API: what a real client is pointed at. */
final class DdiSite implements AutoCloseable {
    final DeviceId device;
    final Shop shop;
    final String token;
    private final Database database;
    private final ArtifactStore artifacts;
    private final TestServer server;

    DdiSite(Path dir) throws IOException {
        database = Database.open("jdbc:sqlite:" + dir.resolve("test.db"));
        shop = new Shop(database);
        device = shop.device("dev1", "");
        artifacts = new ArtifactStore(dir.resolve("artifacts"));
        InstantSource clock = () -> shop.now;
        DdiAccess access = new DdiAccess(
                (request, org, use) -> {
                    throw Problem.of(401, "certificate-missing", "No certificate.")
                            .refuse();
                },
                database);
        Routes doors = new Routes();
        new DdiDoor(access, artifacts, database, shop.ledger.shell(), clock).addTo(doors);
        new DdiArtifactDoor(access, artifacts, database).addTo(doors);
        Routes console = new Routes();
        new DdiApi((org, id, product, by) -> {}, shop.ledger.shell(), clock, new SecureRandom()).addTo(console);
        server = TestServer.start(console, (request, need) -> new Caller(Shop.OPERATOR, Set.of()), doors);
        try (HttpClient client = server.client(null)) {
            token = Json.tree(TestServer.send(
                                    client,
                                    HttpRequest.newBuilder(server.console("/api/v1/acme/ddi/devices/dev1"))
                                            .POST(BodyPublishers.ofString("{}"))
                                            .build())
                            .body())
                    .path("token")
                    .asString();
        }
        shop.accept(Shop.MAKER);
    }

    int port() {
        return server.device("/").getPort();
    }

    /** Publishes the image and offers it to the device. Returns the rollout. */
    String rollOut(byte[] image, Firmness firmness) throws IOException {
        artifacts.put(Shop.ORG, new ByteArrayInputStream(image), Shop.START);
        Releases.Answer published = shop.publish(Shop.envelope(2, "2.0", image).sign(Shop.key(Shop.MAKER)));
        RolloutPlan standard = RolloutPlan.STANDARD;
        RolloutPlan plan = new RolloutPlan(
                1,
                List.of(100),
                standard.limits(),
                standard.deadline(),
                standard.proof(),
                false,
                true,
                new Terms(firmness, Optional.empty(), 0));
        String rollout = shop.start(((Releases.Answer.Published) published).id(), plan);
        shop.advance(rollout);
        return rollout;
    }

    Target target(String rollout) {
        return shop.<Target>read(known -> known.target(rollout, device).orElseThrow());
    }

    boolean cancelHeard() {
        return database.read(
                tx -> new DdiRegister(tx, Shop.ORG).action(device).orElseThrow().cancelAnswered());
    }

    @Override
    public void close() {
        server.close();
        shop.close();
        database.close();
    }
}
