package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.DataDir;
import dev.muster.cli.api.ApiClient;
import dev.muster.fleet.Fleet;
import dev.muster.server.MusterServer;
import dev.muster.server.config.ServerConfig;
import dev.muster.testing.Needs;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code docs/openapi.yaml} against the routes, the answers and the refusals of a server with a device that attested. */
class OpenApiTest {
    private static final String PROBLEM = "#/components/schemas/Problem";
    private static final byte[] NOTHING = {};
    private static final long SEED = 20261129;

    /** What stands in the braces; a name that is not here is asked for as something that is not there. */
    private static final Map<String, String> PLACES = places();

    @TempDir
    private static Path folder;

    private static MusterServer server;
    private static Fleet fleet;
    private static String rollout = "";
    private static ApiContract contract;
    private static Asking asking;

    private static Map<String, String> places() {
        Map<String, String> places = new LinkedHashMap<>();
        places.put("org", "demo");
        places.put("operator", "ann");
        places.put("device", "cam-01");
        places.put("machine", "work-order");
        places.put("transition", "open-request");
        places.put("requirement", "NIST-CAT:DC.1");
        places.put("log", "record");
        places.put("index", "0");
        return places;
    }

    @BeforeAll
    static void start() throws Exception {
        contract = new ApiContract(Path.of(System.getProperty("muster.root"), "docs/openapi.yaml"));
        server = MusterServer.start(ServerConfig.load(
                folder.resolve("server"),
                Map.of("http.console-port", "0", "http.device-port", "0", "access.organisation", "demo"),
                Map.of()));
        Site site = new Site(folder, server.device());
        String release = site.publish();
        fleet = site.fleet(1);
        fleet.start("cam-01");
        assertThat(Site.eventually(() -> site.affirmed(Site.OLD) == 1)).isTrue();
        try (ApiClient api = site.api()) {
            rollout = api.post(Site.path("rollouts"), Map.of("release", release))
                    .path("id")
                    .asString();
            api.post(Site.path("operators"), Map.of("operator", "ann", "role", "AUDITOR"));
        }
        asking = new Asking(folder.resolve("server"), server.console());
    }

    @AfterAll
    static void stop() throws Exception {
        asking.close();
        fleet.close();
        server.close();
    }

    @Test
    void everyRouteOfTheApiIsAnOperationAndNothingElseIs() {
        TreeSet<String> routes = server.consoleRoutes().stream()
                .filter(route -> isApi(route.template()))
                .map(route -> route.method() + " " + route.template().replace("*}", "}"))
                .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> operations = contract.operations().stream()
                .map(one -> one.method() + " " + one.template())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(operations).isEqualTo(routes);
    }

    /** The rest is in standards: SCITT, witnesses, the exchange, Veraison's interfaces, pages. */
    private static boolean isApi(String template) {
        return template.startsWith("/api/v1/") || template.equals("/healthz") || template.equals("/metrics");
    }

    @Test
    void operationsHaveNamesOfTheirOwn() {
        assertThat(contract.operations())
                .map(ApiContract.Operation::id)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(150);
    }

    @Test
    void anAnswerThatIsNotAsTheContractSaysIsSeen() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        assertThat(contract.faults(PROBLEM, answer)).hasSize(4);
        answer.put("status", 200).put("title", "x").put("code", "y").put("correlationId", "z");
        assertThat(contract.faults(PROBLEM, answer)).singleElement().asString().contains("status");
    }

    @Test
    void everyReadingIsAnsweredAsTheContractSays() throws Exception {
        List<String> faults = new ArrayList<>();
        int good = 0;
        for (ApiContract.Operation one : contract.operations()) {
            if (one.method().equals("GET")) {
                HttpResponse<byte[]> answer = asking.call("GET", path(one), "", NOTHING);
                faults.addAll(judged(one, answer));
                good += answer.statusCode() == 200 ? 1 : 0;
            }
        }
        assertThat(faults).isEmpty();
        // Of what is read, so much is there after one device attested; the rest is 404 and says so.
        assertThat(good).isGreaterThan(60);
    }

    /** Whatever a route lists is bounded, and the command line gets all of it: a third at a time is the same as at once. */
    @Test
    void everyListGoesOnWhereAPageEnds() throws Exception {
        PagedLists lists = new PagedLists(asking);
        try (ApiClient api = ApiClient.open(new DataDir(folder.resolve("server")))) {
            for (ApiContract.Operation one : contract.operations()) {
                if (one.method().equals("GET")) {
                    lists.read(one, path(one), api);
                }
            }
        }
        assertThat(lists.faults()).isEmpty();
        assertThat(lists.names()).hasSizeGreaterThan(20);
        assertThat(lists.nested()).as("lists that no page bounds").isSubsetOf(PagedLists.SHORT);
    }

    @Test
    void everyExampleIsABodyThatTheServerUnderstands() throws Exception {
        List<String> faults = new ArrayList<>();
        int tried = 0;
        for (ApiContract.Operation one : writing()) {
            String schema = one.body().orElseThrow();
            if (!contract.hasExample(schema)) {
                continue;
            }
            tried++;
            HttpResponse<byte[]> answer = asking.call(
                    one.method(),
                    path(one),
                    "application/json",
                    contract.example(schema).toString().getBytes(StandardCharsets.UTF_8));
            faults.addAll(judged(one, answer));
            if (code(answer).startsWith("malformed")) {
                faults.add(one.id() + ": " + new String(answer.body(), StandardCharsets.UTF_8));
            }
        }
        assertThat(faults).isEmpty();
        assertThat(tried).isGreaterThan(30);
    }

    @Test
    void nonsenseIsRefusedAsAProblemAndNeverAFault() throws Exception {
        List<String> faults = new ArrayList<>();
        Random random = new Random(SEED);
        for (ApiContract.Operation one : writing()) {
            for (byte[] body : nonsense(one.body().orElseThrow(), random)) {
                HttpResponse<byte[]> answer = asking.call(one.method(), path(one), "application/json", body);
                if (answer.statusCode() >= 300) {
                    judged(one, answer)
                            .forEach(fault -> faults.add(fault + " to "
                                    + new String(body, StandardCharsets.UTF_8)
                                            .substring(0, Math.min(body.length, 200))));
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void aClientThatWasGeneratedFromTheContractWorks() throws Exception {
        Path peer = Path.of(System.getProperty("muster.root"), "build/peers/openapi-client/client/target");
        Needs.peer(
                Files.exists(peer.resolve("classes/Walk.class")),
                "the API used by a client that a generator made of its contract");
        Path out = folder.resolve("walk.txt");
        Process walk = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        peer.resolve("classes") + ":" + peer.resolve("dependency") + "/*",
                        "Walk",
                        server.console().toString(),
                        folder.resolve("server/operator.token").toString(),
                        folder.resolve("server/tls-ca.pem").toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(walk.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(out).lines())
                .containsExactly(
                        "product gen-cam", "device manufactured", "devices true", "entries true", "refused 404 true");
    }

    private static List<ApiContract.Operation> writing() {
        return contract.operations().stream()
                .filter(one -> one.body().isPresent())
                .toList();
    }

    /** Each member of a wrong type, null, extreme or absent; and what is no object at all. */
    private static List<byte[]> nonsense(String schema, Random random) {
        List<JsonNode> values = values(random);
        List<byte[]> bodies = new ArrayList<>();
        for (String member : contract.members(schema)) {
            ObjectNode without = contract.example(schema);
            without.remove(member);
            bodies.add(bytes(without));
            ObjectNode with = contract.example(schema);
            with.set(member, values.get(random.nextInt(values.size())));
            bodies.add(bytes(with));
            with.set(member, values.get(random.nextInt(values.size())));
            bodies.add(bytes(with));
            with.putNull(member);
            bodies.add(bytes(with));
        }
        bodies.add(bytes(JsonNodeFactory.instance.arrayNode()));
        bodies.add("{\"a\":1,\"a\":2}".getBytes(StandardCharsets.UTF_8));
        bodies.add("{\"a\":".getBytes(StandardCharsets.UTF_8));
        bodies.add(new byte[] {(byte) 0xff, 0, 1});
        bodies.add("[".repeat(5_000).getBytes(StandardCharsets.UTF_8));
        return bodies;
    }

    private static List<JsonNode> values(Random random) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return List.of(
                nodes.stringNode(""),
                nodes.stringNode("x".repeat(3_000)),
                nodes.stringNode("\u0000\u202e'\"<script>"),
                nodes.stringNode("+1000000000-12-31T23:59:59Z"),
                nodes.stringNode("-999999999-01-01T00:00:00Z"),
                nodes.numberNode(Long.MIN_VALUE),
                nodes.numberNode(Integer.MAX_VALUE),
                nodes.numberNode(random.nextDouble()),
                nodes.booleanNode(random.nextBoolean()),
                nodes.arrayNode().addNull().add(1),
                nodes.objectNode().putNull(""));
    }

    private static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String path(ApiContract.Operation one) {
        String path = one.template();
        for (String name : placesOf(path)) {
            path = path.replace("{" + name + "}", place(one.template(), name));
        }
        return one.required().isEmpty()
                ? path
                : path
                        + one.required().stream()
                                .map(name -> name + "=https://acme.example/" + name + ".json")
                                .collect(Collectors.joining("&", "?", ""));
    }

    private static String place(String template, String name) {
        if (name.equals("id") && template.contains("/products/")) {
            return "acme-cam";
        }
        if (name.equals("id") && template.contains("/rollouts/{id}")) {
            return rollout;
        }
        return PLACES.getOrDefault(name, name.equals("id") ? "cam-01" : "none-1");
    }

    private static List<String> placesOf(String template) {
        List<String> names = new ArrayList<>();
        for (int at = template.indexOf('{'); at >= 0; at = template.indexOf('{', at + 1)) {
            names.add(template.substring(at + 1, template.indexOf('}', at)));
        }
        return names;
    }

    /** What is wrong with an answer; a refusal is a problem whatever was asked. */
    private static List<String> judged(ApiContract.Operation one, HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        String type = answer.headers().firstValue("content-type").orElse("");
        if (status >= 500) {
            return List.of(one.id() + ": " + status + " " + new String(answer.body(), StandardCharsets.UTF_8));
        }
        if (status >= 400) {
            return type.startsWith("application/problem+json")
                    ? named(one, contract.faults(PROBLEM, ApiContract.json(answer.body())))
                    : List.of(one.id() + ": " + status + " is no problem but " + type);
        }
        if (!one.mayAnswer(status)) {
            return List.of(one.id() + ": " + status + " is not in the contract");
        }
        return one.answer(status)
                .map(schema -> named(one, contract.faults(schema, ApiContract.json(answer.body()))))
                .orElse(List.of());
    }

    private static List<String> named(ApiContract.Operation one, List<String> faults) {
        return faults.stream().map(fault -> one.id() + ": " + fault).toList();
    }

    private static String code(HttpResponse<byte[]> answer) {
        return answer.statusCode() < 400
                ? ""
                : ApiContract.json(answer.body()).path("code").asString("");
    }
}
