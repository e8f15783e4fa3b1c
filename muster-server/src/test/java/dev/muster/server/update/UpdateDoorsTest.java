package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.drills.DrillPlan;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.update.EnvelopeNature;
import dev.muster.core.update.InstallReported;
import dev.muster.core.update.ReleaseReading;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.update.suit.Reason;
import dev.muster.format.update.suit.Report;
import dev.muster.format.update.suit.SignedReport;
import dev.muster.format.update.suit.SuitDigest;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.statements.Statements;
import dev.muster.server.http.Caller;
import dev.muster.server.http.Json;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Routes;
import dev.muster.server.http.testing.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doors over real TLS: what people send, what devices fetch and say. */
class UpdateDoorsTest {
    private static final KeyPair DEVICE = Keys.generateP256(new SecureRandom());

    @TempDir
    private Path dir;

    private final Map<String, DeviceState> states = new HashMap<>(Map.of("cam-1", DeviceState.OPERATIONAL));
    private Database database;
    private Shop shop;
    private TestServer server;
    private HttpClient client;
    private RolloutDriver driver;

    @BeforeEach
    void start() {
        database = Database.open("jdbc:sqlite:" + dir.resolve("test.db"));
        shop = new Shop(database);
        shop.device("cam-1", "1.0");
        ArtifactStore artifacts = new ArtifactStore(dir.resolve("artifacts"));
        // Who a device is comes from a header here; certificates have their own tests where they are judged.
        UpdateDevices devices = (request, org, use) -> {
            String name = request.header("x-device").orElse("");
            DeviceState state = states.get(name);
            if (state == null || !use.allowedIn(state)) {
                throw Problem.of(403, "device-refused", "Not this device.").refuse();
            }
            return new UpdateDevices.Client(new DeviceId(name), state, DEVICE.getPublic());
        };
        Routes console = new Routes();
        new ReleaseKeysDoor(database, shop.ledger.shell(), InstantSource.system()).addTo(console);
        new UpdateDoor(
                        artifacts,
                        new ReleaseStatements(new Statements(shop.ledger)),
                        database,
                        shop.ledger.shell(),
                        InstantSource.system())
                .addTo(console);
        new RolloutsDoor(artifacts, database, shop.ledger.shell(), InstantSource.system()).addTo(console);
        Routes doors = new Routes();
        new ArtifactDoor(devices, artifacts, database).addTo(doors);
        new ReportDoor(devices, artifacts, database, shop.ledger.shell(), InstantSource.system()).addTo(doors);
        server = TestServer.start(console, (request, need) -> new Caller(Shop.OPERATOR, Set.of()), doors);
        client = server.client(null);
        driver = new RolloutDriver(shop.ledger.shell(), database, InstantSource.system(), Set.of("test.shown")).start();
        shop.ledger.follow(driver);
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.close();
        driver.close();
        shop.close();
        database.close();
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        return TestServer.send(client, request);
    }

    private HttpResponse<byte[]> post(String path, String type, byte[] body) {
        return send(HttpRequest.newBuilder(server.console("/api/v1/acme" + path))
                .header("content-type", type)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    private HttpResponse<byte[]> json(String path, Map<String, Object> body) {
        return post(path, "application/json", Json.bytes(body));
    }

    private static String member(HttpResponse<byte[]> response, String name) {
        return Json.tree(response.body()).path(name).asString();
    }

    private HttpResponse<byte[]> device(URI uri, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("x-device", "cam-1");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request.build());
    }

    private int report(Report report, KeyPair key) {
        byte[] signed = SignedReport.sign(report, Shop.key(key));
        return send(HttpRequest.newBuilder(server.device("/update/acme/report"))
                        .header("x-device", "cam-1")
                        .header("content-type", Report.MEDIA_TYPE)
                        .POST(BodyPublishers.ofByteArray(signed))
                        .build())
                .statusCode();
    }

    /** Key, artifact, release: each with the status that says so. */
    @Test
    void whoBroughtAnArtifactIsOnRecordOnce() {
        for (int i = 0; i < 2; i++) {
            post("/artifacts", "application/octet-stream", Shop.image(2));
        }
        assertThat(database.<List<String>>read(tx -> tx.query(
                        "select subject, issuer from entry where org = ? and type = ?",
                        row -> row.text("subject") + " " + row.text("issuer"),
                        "acme",
                        "update.artifact-uploaded")))
                .containsExactly("artifact/" + SuitDigest.sha256(Shop.image(2)).hex() + " " + Shop.OPERATOR);
    }

    private String publish() {
        String pem = new Pem("PUBLIC KEY", Shop.MAKER.getPublic().getEncoded()).encode();
        assertThat(json("/release-keys", Map.of("product", "cam", "name", "Acme", "key", pem))
                        .statusCode())
                .isEqualTo(201);
        byte[] envelope = Shop.envelope(2, "2.0").sign(Shop.key(Shop.MAKER));
        assertThat(member(post("/releases?product=cam", "application/octet-stream", envelope), "code"))
                .isEqualTo("artifact-missing");
        HttpResponse<byte[]> artifact = post("/artifacts", "application/octet-stream", Shop.image(2));
        assertThat(artifact.statusCode()).isEqualTo(201);
        assertThat(member(artifact, "sha256"))
                .isEqualTo(SuitDigest.sha256(Shop.image(2)).hex());
        HttpResponse<byte[]> release = post("/releases?product=cam", "application/octet-stream", envelope);
        assertThat(release.statusCode()).isEqualTo(201);
        assertThat(member(release, "id")).isEqualTo("cam-2.0");
        HttpResponse<byte[]> again = post("/releases?product=cam", "application/octet-stream", envelope);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(Json.tree(again.body()).path("statement").path("index").asLong(-1))
                .isEqualTo(Json.tree(release.body())
                        .path("statement")
                        .path("index")
                        .asLong(-2));
        return member(release, "envelope");
    }

    @Test
    void aReleaseIsPublishedRolledOutFetchedAndCountedByEvidence() throws InterruptedException {
        String envelope = publish();
        HttpResponse<byte[]> started = json("/rollouts", Map.of("release", "cam-2.0", "canary", 1));
        assertThat(started.statusCode()).isEqualTo(201);
        String id = member(started, "id");
        await(() -> shop.read(known -> known.count(id).offered()) == 1);
        byte[] fetched = device(server.device("/artifacts/acme/" + envelope)).body();
        assertThat(SuitDigest.sha256(fetched).hex()).isEqualTo(envelope);
        shop.shows(new DeviceId("cam-1"), "2.0");
        await(() -> shop.read(known -> known.count(id).updated()) == 1);
        await(() -> rollout(id, "state").equals("finished"));
        assertThat(json("/rollouts/" + id + "/stop", Map.of()).statusCode()).isEqualTo(200);
        assertThat(json("/rollouts/none/stop", Map.of()).statusCode()).isEqualTo(404);
        assertThat(json("/rollouts", Map.of("release", "cam-2.0", "steps", List.of(50)))
                        .statusCode())
                .isEqualTo(400);
    }

    private String rollout(String id, String member) {
        HttpResponse<byte[]> response = send(HttpRequest.newBuilder(server.console("/api/v1/acme/rollouts/" + id))
                .build());
        return Json.tree(response.body()).path("rollout").path(member).asString();
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        for (int i = 0; i < 600; i++) {
            if (condition.holds()) {
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("it never came to that");
    }

    @Test
    void anArtifactIsServedByRangesWithoutWritingARow() {
        publish();
        String sha256 = SuitDigest.sha256(Shop.image(2)).hex();
        URI uri = server.device("/artifacts/acme/" + sha256);
        long before = size();
        HttpResponse<byte[]> whole = device(uri);
        assertThat(whole.body()).isEqualTo(Shop.image(2));
        assertThat(whole.headers().firstValue("etag")).hasValue("\"" + sha256 + "\"");
        HttpResponse<byte[]> part = device(uri, "range", "bytes=3-");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(Shop.image(2), 3, Shop.image(2).length));
        assertThat(device(server.device("/artifacts/acme/" + "0".repeat(64))).statusCode())
                .isEqualTo(404);
        assertThat(size()).isEqualTo(before);
    }

    private long size() {
        return shop.ledger.entries(Shop.ORG, EntryQuery.all()).size();
    }

    @Test
    void aDeviceInQuarantineGetsOnlyWhatAnOrderLeadsTo() {
        String envelope = publish();
        String image = SuitDigest.sha256(Shop.image(2)).hex();
        // One that joined and has shown no evidence yet, too: whoever has a certificate of a known maker gets that far.
        for (DeviceState state : List.of(DeviceState.JOINING, DeviceState.QUARANTINED)) {
            states.put("cam-1", state);
            assertThat(device(server.device("/artifacts/acme/" + image)).statusCode())
                    .as("%s", state)
                    .isEqualTo(403);
        }
        assertThat(json("/drills", Map.of("device", "cam-1", "envelope", envelope))
                        .statusCode())
                .isEqualTo(201);
        assertThat(device(server.device("/artifacts/acme/" + image)).statusCode())
                .isEqualTo(200);
        states.put("cam-1", DeviceState.RETIRED);
        assertThat(device(server.device("/artifacts/acme/" + image)).statusCode())
                .isEqualTo(403);
    }

    /** What the clock has canaries try is what the server itself takes for changed, and for a stranger's. */
    @Test
    void anEnvelopeOfADrillIsWhatItIsCalled() throws Exception {
        publish();
        ArtifactStore artifacts = new ArtifactStore(dir.resolve("artifacts"));
        EnvelopeDrills drills = new EnvelopeDrills(
                artifacts, database, shop.ledger.shell(), InstantSource.system(), new SecureRandom());
        DeviceId cam = new DeviceId("cam-1");
        assertThat(drills.begin(Shop.ORG, cam, DrillPlan.Kind.TAMPERED))
                .as("nothing is rolled out")
                .isEmpty();
        String id = member(json("/rollouts", Map.of("release", "cam-2.0", "canary", 1)), "id");
        await(() -> shop.read(known -> known.count(id).offered()) == 1);
        for (Map.Entry<DrillPlan.Kind, EnvelopeNature> one : Map.of(
                        DrillPlan.Kind.TAMPERED, EnvelopeNature.TAMPERED,
                        DrillPlan.Kind.FOREIGN_SIGNER, EnvelopeNature.FOREIGN_SIGNER)
                .entrySet()) {
            String sha256 = drills.begin(Shop.ORG, cam, one.getKey()).orElseThrow();
            byte[] envelope =
                    Files.readAllBytes(artifacts.find(Shop.ORG, sha256).orElseThrow());
            ReleaseReading reading = shop.read(known -> ReleaseReading.read(
                    envelope, known.signers(known.productOf(cam).orElseThrow())));
            assertThat(reading)
                    .isInstanceOfSatisfying(
                            ReleaseReading.Bad.class,
                            bad -> assertThat(bad.nature()).isEqualTo(one.getValue()));
            assertThat(shop.ledger.entries(Shop.ORG, EntryQuery.all()).stream()
                            .flatMap(entry -> shop.ledger.event(entry).stream()))
                    .anySatisfy(event -> assertThat(event.toString()).contains("drill-" + sha256.substring(0, 16)));
        }
        assertThat(drills.begin(Shop.ORG, new DeviceId("cam-9"), DrillPlan.Kind.TAMPERED))
                .isEmpty();
        assertThat(new EnvelopeDrills(
                                new ArtifactStore(dir.resolve("artifacts"), 1),
                                database,
                                shop.ledger.shell(),
                                InstantSource.system(),
                                new SecureRandom())
                        .begin(Shop.ORG, cam, DrillPlan.Kind.FOREIGN_SIGNER))
                .as("no room")
                .isEmpty();
    }

    @Test
    void aDrillShowsWhatTheDeviceRefused() {
        publish();
        byte[] foreign = Shop.envelope(3, "3.0").sign(Shop.key(Shop.STRANGER));
        byte[] tampered = Shop.envelope(3, "3.0").sign(Shop.key(Shop.MAKER));
        tampered[tampered.length - 1] ^= 1;
        assertThat(drill(foreign)).isEqualTo(EnvelopeNature.FOREIGN_SIGNER);
        assertThat(drill(tampered)).isEqualTo(EnvelopeNature.TAMPERED);
    }

    private EnvelopeNature drill(byte[] envelope) {
        String sha256 = member(post("/artifacts", "application/octet-stream", envelope), "sha256");
        assertThat(json("/drills", Map.of("device", "cam-1", "envelope", sha256))
                        .statusCode())
                .isEqualTo(201);
        Report report =
                Report.refused("/artifacts/acme/" + sha256, SuitDigest.sha256(envelope), Reason.UNAUTHORISED, "no");
        assertThat(report(report, DEVICE)).isEqualTo(204);
        return lastReport().nature();
    }

    private InstallReported lastReport() {
        Optional<Entry> entry = shop.ledger.newest(Shop.ORG, EntryQuery.all().type("update.install-reported"));
        Event event = shop.ledger.event(entry.orElseThrow()).orElseThrow();
        return (InstallReported) event;
    }

    @Test
    void aReportBySomebodyElsesKeyOrOfAnotherFormIsRefused() {
        Report report = Report.refused("", SuitDigest.sha256(new byte[0]), Reason.UNAUTHORISED, "no");
        assertThat(report(report, Shop.STRANGER)).isEqualTo(403);
        assertThat(send(HttpRequest.newBuilder(server.device("/update/acme/report"))
                                .header("x-device", "cam-1")
                                .header("content-type", Report.MEDIA_TYPE)
                                .POST(BodyPublishers.ofString("nonsense", StandardCharsets.UTF_8))
                                .build())
                        .statusCode())
                .isEqualTo(400);
    }
}
