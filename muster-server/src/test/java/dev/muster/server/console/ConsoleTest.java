package dev.muster.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.EntryType;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.LedgerSettings;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.FreshDatabases;
import dev.muster.ledger.statements.Statements;
import dev.muster.server.facts.FactProjection;
import dev.muster.server.http.Caller;
import dev.muster.server.http.Json;
import dev.muster.server.http.Routes;
import dev.muster.server.http.testing.TestServer;
import dev.muster.server.web.Address;
import dev.muster.server.web.Contributions;
import dev.muster.testing.Needs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages and API over a real ledger, with one event that states any facts. */
class ConsoleTest {
    private static final OrgId ORG = new OrgId("demo");
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    /** States these facts of its subject. */
    @EntryType("console.said")
    record Said(Map<String, String> facts) implements Event {}

    private static final FactRule RULE = (entry, event) -> event instanceof Said said
            ? said.facts().entrySet().stream()
                    .map(fact -> new Fact(
                            entry.subject(),
                            fact.getKey(),
                            fact.getValue(),
                            entry.effectiveAt(),
                            Grade.ATTESTED,
                            entry.index()))
                    .toList()
            : List.of();

    @TempDir
    Path directory;

    private final List<String> troubles = new java.util.ArrayList<>();
    private Database database;
    private Ledger ledger;
    private TestServer server;
    private OpenPages pages;

    @BeforeEach
    void start() {
        database = FreshDatabases.sqlite();
        Migrations.create()
                .topic("ledger", Ledger.SCRIPTS.toArray(String[]::new))
                .topic("facts", "001-facts", "003-levels")
                .topic("console", "003-fleet", "004-order", "005-silent", "006-expected", "007-fell-back")
                .apply(database);
        EventCodec codec = EventCodec.of(List.of(LedgerEvent.class, Said.class));
        EntryFacts reader = new EntryFacts(codec, List.of(RULE));
        ledger = Ledger.open(new LedgerSettings(
                database,
                directory,
                LedgerSettings.Tiles.FILES,
                "localhost",
                codec,
                List.of(Statements.projection(), new FactProjection(reader, new DeviceRows(reader))),
                InstantSource.system(),
                new SecureRandom()));
        ledger.create(ORG);
        pages = new OpenPages();
        ledger.follow(new PageNews(pages));
        FleetReader fleet = new FleetReader(database, reader, InstantSource.system());
        PostureView posture = (org, device, asOf) -> List.of(
                new PostureView.Line("EN303645/5.3-2", "updates", "supported", "attested", "it updates"),
                new PostureView.Line("EN303645/5.1-1", "passwords", "unknown", "", "no check yet"));
        Routes routes = new Routes();
        new ConsoleDoor(
                        fleet,
                        posture,
                        pages,
                        org -> List.copyOf(troubles),
                        new Contributions(),
                        InstantSource.system())
                .addTo(routes);
        new ApiDoor(fleet, posture).addTo(routes);
        server = TestServer.start(routes, (request, need) -> new Caller("operator/test", Set.of("demo")), new Routes());
    }

    @AfterEach
    void stop() {
        pages.close();
        server.close();
        ledger.close();
        database.close();
    }

    private void say(String device, Map<String, String> facts) {
        ledger.shell()
                .run(
                        ORG,
                        tx -> tx,
                        tx -> Decision.of(
                                true, new Draft(Subject.device(device), Instant.now(), "test", new Said(facts))));
    }

    private void sayTrusted(String device) {
        say(
                device,
                Map.of(
                        FactKeys.STATE, "operational",
                        FactKeys.VERDICT, "affirming",
                        FactKeys.VERSION, "1.4.2",
                        FactKeys.STRENGTH, "simulated",
                        FactKeys.PRODUCT, "acme-cam"));
    }

    private HttpResponse<byte[]> get(String path) {
        return server.send(HttpRequest.newBuilder(server.console(path)).build());
    }

    private String page(String path) {
        HttpResponse<byte[]> response = get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void theFleetIsOneSentenceAndALineForEachDevice() {
        sayTrusted("cam-01");
        say("cam-02", Map.of(FactKeys.STATE, "quarantined", FactKeys.VERDICT, "contraindicated"));
        say("cam-03", Map.of(FactKeys.STATE, "manufactured"));
        String page = page("/o/demo/");
        assertThat(page).contains("1 of 3 devices are trusted; 1 needs you");
        assertThat(page.indexOf("cam-02")).as("who needs someone comes first").isLessThan(page.indexOf("cam-01"));
        var status = Json.tree(get("/api/v1/demo/status").body());
        assertThat(status.path("trusted").asInt()).isEqualTo(1);
        assertThat(status.path("states").path("quarantined").asInt()).isEqualTo(1);
    }

    @Test
    void aLedgerInQuestionIsSaidBeforeAnythingItSays() {
        sayTrusted("cam-01");
        assertThat(page("/o/demo/")).doesNotContain("The ledger needs you");
        troubles.add("Witness <city> has not cosigned.");
        String page = page("/o/demo/");
        assertThat(page).contains("The ledger needs you", "Witness &lt;city&gt; has not cosigned.");
        assertThat(page.indexOf("The ledger needs you")).isLessThan(page.indexOf("cam-01"));
        assertThat(page("/o/demo/?asOf=" + java.time.Instant.now())).doesNotContain("The ledger needs you");
    }

    @Test
    void aDeviceSaysWhyItIsNotTrustedAndWhatToDo() {
        say(
                "cam-02",
                Map.of(
                        FactKeys.STATE,
                        "quarantined",
                        FactKeys.VERDICT,
                        "contraindicated",
                        FactKeys.SOFTWARE,
                        "mismatch"));
        String page = page("/o/demo/devices/cam-02");
        assertThat(page)
                .contains("contradict the maker&#39;s reference values", "Roll it back")
                .contains("1 of 2 requirements have evidence")
                .contains("<span>said</span>")
                .doesNotContain("no check yet");
        assertThat(get("/o/demo/devices/cam-99").statusCode()).isEqualTo(404);
    }

    @Test
    void aVersionOfEarlierSoftwareIsNotShownAsWhatRunsNow() {
        sayTrusted("cam-01");
        say("cam-01", Map.of(FactKeys.VERDICT, "contraindicated", FactKeys.SOFTWARE, "mismatch"));
        assertThat(Json.tree(get("/api/v1/demo/devices/cam-01").body())
                        .path("software")
                        .asString())
                .isEmpty();
    }

    @Test
    void everyViewAnswersAsOfATime() {
        sayTrusted("cam-01");
        Instant before = Instant.now();
        say("cam-01", Map.of(FactKeys.STATE, "quarantined"));
        say("cam-02", Map.of(FactKeys.STATE, "joining"));
        String then = "?asOf=" + before;
        assertThat(page("/o/demo/" + then))
                .contains("1 of 1 devices are trusted")
                .contains("data-live=\"\"");
        assertThat(page("/o/demo/devices/cam-01" + then))
                .contains("operational")
                .doesNotContain("quarantined");
        assertThat(get("/o/demo/devices/cam-02" + then).statusCode()).isEqualTo(404);
        var entries = Json.tree(
                get("/api/v1/demo/entries" + then + "&type=console.said").body());
        assertThat(entries.path("entries").size()).isEqualTo(1);
        assertThat(get("/o/demo/?asOf=yesterday").statusCode()).isEqualTo(400);
    }

    @Test
    void textFromDevicesCannotBecomeMarkup() {
        String id = "<img src=x onerror=alert(1)>";
        say(id, Map.of(FactKeys.STATE, "\" onclick=\"x", "attestation.name", "<b>&"));
        assertThat(page("/o/demo/")).doesNotContain(id).doesNotContain("\" onclick");
        assertThat(page("/o/demo/devices/" + Address.segment(id)))
                .doesNotContain(id)
                .contains("&lt;b&gt;&amp;");
    }

    @Test
    void anOpenPageIsToldOfChanges() throws Exception {
        try (HttpClient client = server.client(null)) {
            HttpRequest request =
                    HttpRequest.newBuilder(server.console("/o/demo/events")).build();
            var lines = client.send(request, HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .iterator();
            assertThat(lines.next()).startsWith("id: ");
            assertThat(lines.next()).isEqualTo("event: hello");
            sayTrusted("cam-01");
            String line = lines.next();
            while (!line.equals("event: changed")) {
                line = lines.next();
            }
            pages.close();
        }
    }

    @Test
    void theFleetIsFilteredSortedAndPagedAndAPageStaysSmall() throws Exception {
        for (int i = 0; i < 120; i++) {
            sayTrusted("cam-" + (100 + i));
        }
        say("lamp-1", Map.of(FactKeys.STATE, "quarantined", FactKeys.VERDICT, "contraindicated"));
        String first = page("/o/demo/");
        assertThat(first.length()).isLessThan(150_000);
        assertThat(first).contains("1 to 50 of 121", "lamp-1").doesNotContain("cam-170");
        assertThat(page("/o/demo/?page=3")).contains("101 to 121 of 121", "cam-218");
        assertThat(page("/o/demo/?q=LAMP")).contains("lamp-1", "Show all").doesNotContain("cam-100");
        assertThat(page("/o/demo/?state=quarantined")).contains("lamp-1").doesNotContain("cam-100");
        assertThat(page("/o/demo/?sort=-device")).contains("lamp-1", "cam-219").doesNotContain("cam-100<");
    }

    @Test
    void quarantineAsksForAReasonOnThePage() throws Exception {
        sayTrusted("cam-01");
        assertThat(page("/o/demo/devices/cam-01"))
                .contains("Quarantine…", "will reach its server and nothing else", "name=\"reason\"", "required")
                .contains("Owner", "Last evidence", "What happened");
    }

    @Test
    void aBrowserShowsThePages() throws Exception {
        Needs.tool("chromium", "pages are not seen by a browser");
        sayTrusted("cam-01");
        say(
                "cam-02",
                Map.of(
                        FactKeys.STATE,
                        "quarantined",
                        FactKeys.VERDICT,
                        "contraindicated",
                        FactKeys.SOFTWARE,
                        "mismatch"));
        Path picture = Path.of("target", "console.png").toAbsolutePath();
        Files.createDirectories(picture.getParent());
        Files.deleteIfExists(picture);
        browse(
                "--window-size=1200,900",
                "--screenshot=" + picture,
                server.console("/o/demo/").toString());
        assertThat(picture).isNotEmptyFile();
        browse(
                "--window-size=1200,1400",
                "--screenshot=" + picture.resolveSibling("console-device.png"),
                server.console("/o/demo/devices/cam-02").toString());
        String dom = browse("--dump-dom", server.console("/o/demo/").toString());
        assertThat(dom).contains("1 of 2 devices are trusted", "class=\"bar\"");
    }

    @Test
    void anOpenPageInABrowserChangesByItself() throws Exception {
        Needs.tool("chromium", "pages are not seen by a browser");
        sayTrusted("cam-01");
        Path profile = directory.resolve("open");
        Process browser = start(
                directory.resolve("open.out"),
                "--user-data-dir=" + profile,
                "--remote-debugging-port=0",
                server.console("/o/demo/").toString());
        try {
            await(() -> pages.open() == 1);
            await(() -> titles(profile).contains("1 of 1 devices are trusted"));
            sayTrusted("cam-late");
            await(() -> titles(profile).contains("2 of 2 devices are trusted"));
        } finally {
            browser.destroy();
            browser.waitFor(20, TimeUnit.SECONDS);
        }
    }

    /** What the browser says its tabs are called; empty while it is not there yet. */
    private static String titles(Path profile) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String port =
                    Files.readAllLines(profile.resolve("DevToolsActivePort")).getFirst();
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
            pause();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String browse(String... arguments) throws Exception {
        Path output = directory.resolve("browser.out");
        List<String> all =
                new ArrayList<>(List.of("--timeout=5000", "--user-data-dir=" + directory.resolve("browser")));
        all.addAll(List.of(arguments));
        Process browser = start(output, all.toArray(String[]::new));
        if (!browser.waitFor(60, TimeUnit.SECONDS)) {
            browser.destroyForcibly();
            throw new AssertionError("the browser did not finish");
        }
        return Files.readString(output);
    }

    private static Process start(Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                CHROMIUM.toString(), "--headless", "--no-sandbox", "--disable-gpu", "--ignore-certificate-errors"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
