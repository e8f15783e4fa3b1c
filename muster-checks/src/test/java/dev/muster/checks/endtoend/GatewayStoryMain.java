package dev.muster.checks.endtoend;

import dev.muster.cli.api.ApiClient;
import dev.muster.server.MusterServer;
import dev.muster.server.config.ServerConfig;
import dev.muster.testing.Peer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The story of {@link GatewayStoryTest}, told from the namespace of the server and of the makers' servers. */
public final class GatewayStoryMain {
    private static final String GATE = "cam-01";
    private static final String LAMP = "cam-02";
    private static final String URL = "https://maker.example/lamp.json";
    private static final String MAKER = "203.0.113.8";
    private static final String VENDOR = "203.0.113.9";
    private static final int DEVICE_PORT = 8444;

    private final Path dir;
    private final String gate;
    private final String lamp;
    private final String lock;
    private final Site site;
    private final RealPackets net;

    private GatewayStoryMain(String[] arguments) {
        this.dir = Path.of(arguments[0]);
        this.gate = arguments[1];
        this.lamp = arguments[2];
        this.net = new RealPackets(dir);
        this.lock = arguments[3];
        this.site = new Site(dir, URI.create("https://203.0.113.7:" + DEVICE_PORT));
    }

    public static void main(String[] arguments) throws Exception {
        GatewayStoryMain story = new GatewayStoryMain(arguments);
        Map<String, String> flags = Map.of(
                "http.host", "0.0.0.0",
                "http.names", "203.0.113.7,127.0.0.1",
                "http.console-port", "9443",
                "http.device-port", Integer.toString(DEVICE_PORT),
                "access.organisation", "demo");
        try (MusterServer _ = MusterServer.start(
                ServerConfig.load(story.site.data(), flags, Map.of()), InstantSource.system(), new SecureRandom())) {
            RealPackets.serve(MAKER, 443);
            RealPackets.serve(VENDOR, 8443);
            story.tell();
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace(System.out);
            System.exit(1);
        }
    }

    private void tell() throws Exception {
        site.publish();
        site.fleet(3).close();
        net.serving(lock, lamp);
        try (ApiClient api = site.api();
                Peer gateway = net.agent(gate, GATE, "--gateway")) {
            describe(api);
            api.send(
                    Site.path("devices/" + await(api, GATE) + "/network/gateway"),
                    "PUT",
                    "application/json",
                    ("{\"behind\":[{\"device\":\"cam-02\",\"mac\":\"02:00:00:00:00:31\",\"addresses\":[\"10.0.0.31\"]},"
                                    + "{\"device\":\"cam-03\",\"mac\":\"02:00:00:00:00:32\",\"addresses\":[\"10.0.0.32\"]}]}")
                            .getBytes(StandardCharsets.UTF_8));
            say("neither has joined", held(api, "joining"));
            say(
                    "joining",
                    "server " + RealPackets.open(lamp, "203.0.113.7", DEVICE_PORT) + ", maker "
                            + RealPackets.open(lamp, MAKER, 443) + ", other device "
                            + RealPackets.open(lamp, "10.0.0.32", 80));
            try (Peer _ = net.agent(lamp, LAMP)) {
                trusted(api);
                quarantine(api);
                seen(api);
                drift(gateway);
                window(api);
                profile(api);
            }
        }
    }

    /** The maker says what its TLS looks like; somebody on the lamp speaks to the maker's server without any. */
    private void profile(ApiClient api) throws Exception {
        say("before", spoken());
        api.put(Site.path("network/site"), Map.of("tls", "ENFORCE"));
        describe(
                api,
                "2026-02-01",
                ",'ietf-acl-tls:client-profiles':{'tls-dtls-profile':[{'name':'own','cipher-suite':[4865]}]}");
        boolean held = Site.eventually(() -> api.get(Site.path("devices/" + GATE + "/network/gateway"))
                .path("behind")
                .toString()
                .contains("other TLS than is described is refused"));
        say("held to the maker's TLS", held ? spoken() : "not within the time");
        List<String> said = new ArrayList<>();
        Site.eventually(() -> {
            for (JsonNode device : api.get(Site.path("network/flows")).path("devices")) {
                device.path("otherTls")
                        .forEach(one -> said.add(device.path("device").asString("") + " to "
                                + one.path("peer").asString("") + ": "
                                + one.path("what").asString("") + ", "
                                + one.path("mode").asString("")));
            }
            return !said.isEmpty();
        });
        String page = new String(api.bytes("/o/demo/network"), StandardCharsets.UTF_8);
        say("told of it", said.stream().distinct().toList() + (page.contains("it is no TLS (") ? ", and shown" : ""));
    }

    private String spoken() throws Exception {
        String said = RealPackets.in(
                lamp,
                "timeout",
                "5",
                "bash",
                "-c",
                "exec 3<>/dev/tcp/" + MAKER + "/443; echo hello >&3; read -t 4 -r line <&3 && echo \"$line\"");
        return said.contains("hello") ? "an echo" : "nothing";
    }

    private void describe(ApiClient api) {
        describe(api, "2026-01-01", "");
    }

    private void describe(ApiClient api, String day, String profile) {
        String file = ("{'ietf-mud:mud':{'mud-version':1,'mud-url':'" + URL
                        + "','last-update':'" + day + "T00:00:00Z','is-supported':true,"
                        + "'from-device-policy':{'access-lists':{'access-list':[{'name':'f'}]}}},"
                        + "'ietf-access-control-list:acls':{'acl':[{'name':'f','type':'ipv4-acl-type','aces':{'ace':["
                        + "{'name':'a','matches':{'ipv4':{'protocol':6,'destination-ipv4-network':'" + MAKER
                        + "/32'},'tcp':{'destination-port':{'operator':'eq','port':443}}" + profile + "},"
                        + "'actions':{'forwarding':'accept'}}]}}]}}")
                .replace('\'', '"');
        api.post(
                Site.path("mud"),
                Map.of("url", URL, "file", Base64.getEncoder().encodeToString(file.getBytes(StandardCharsets.UTF_8))));
    }

    private void trusted(ApiClient api) throws Exception {
        api.send(
                Site.path("devices/" + await(api, LAMP) + "/network/description"),
                "PUT",
                "application/json",
                ("{\"url\":\"" + URL + "\"}").getBytes(StandardCharsets.UTF_8));
        say("joined and described", held(api, "trusted"));
        tryAll("trusted");
        say(
                "the other",
                "server " + RealPackets.open(lock, "203.0.113.7", DEVICE_PORT) + ", maker "
                        + RealPackets.open(lock, MAKER, 443) + ", lamp " + RealPackets.open(lock, "10.0.0.31", 80));
    }

    private void quarantine(ApiClient api) throws Exception {
        try (Peer flow = net.flow(lamp, MAKER, 443)) {
            say("a flow to the maker", RealPackets.alive(flow));
            long decided = System.currentTimeMillis();
            api.post(Site.path("devices/" + LAMP + "/quarantine"), Map.of("reason", "the story"));
            say("quarantined", held(api, "quarantine"));
            say("a flow to the maker", RealPackets.cut(flow, decided));
        }
        tryAll("quarantined");
        api.post(Site.path("devices/" + LAMP + "/release"), Map.of("reason", "the story"));
        say("released", held(api, "trusted"));
        tryAll("trusted again");
    }

    /** The vendor and the other device were tried and refused, the maker reached: the server knows by whom and which. */
    private void seen(ApiClient api) throws InterruptedException {
        List<String> said = new ArrayList<>();
        Site.eventually(() -> {
            said.clear();
            for (JsonNode device : api.get(Site.path("network/flows")).path("devices")) {
                if (device.path("device").asString("").equals(LAMP)) {
                    device.path("refused")
                            .forEach(flow -> said.add(flow.path("peer").asString("") + " "
                                    + flow.path("port").asInt()
                                    + (flow.path("from").asBoolean() ? " refused" : " kept out")));
                    device.path("used")
                            .forEach(rule -> said.add("by " + rule.path("rule").asString("")));
                }
            }
            return said.contains(VENDOR + " 8443 refused")
                    && said.contains("10.0.0.32 80 refused")
                    && said.contains("by ip daddr " + MAKER + " tcp dport 443");
        });
        said.removeIf(one -> one.contains("203.0.113.7"));
        java.util.Collections.sort(said);
        say("seen of the lamp", String.join(", ", said));
        String page = new String(api.bytes("/o/demo/network"), StandardCharsets.UTF_8);
        say(
                "on the page",
                page.contains("to " + VENDOR + " TCP port 8443")
                                && page.contains("cam-02 behind cam-01: trusted is ordered")
                        ? "both"
                        : page);
    }

    private void drift(Peer gateway) throws Exception {
        RealPackets.in(gate, "nft", "delete", "table", "inet", "muster-gateway");
        gateway.line("the repair", RealPackets.LONG, line -> line.contains("rules loaded again"));
        say("somebody took the rules away", "found and loaded again");
        tryAll("repaired");
    }

    private void window(ApiClient api) throws Exception {
        try (Crew crew = new Crew(site, "ann", "tom", "sue")) {
            Paperwork.of(crew, tomorrow());
            crew.move("boss", "work-order/w-1/open-request", "device", LAMP, "kind", "repair");
            crew.move(
                    "boss",
                    "work-order/w-1/request",
                    "task",
                    "picture is dark",
                    "trigger",
                    "fault",
                    "vendor-endpoints",
                    VENDOR + ":8443");
            crew.move("ann", "work-order/w-1/approve");
            crew.move("boss", "work-order/w-1/schedule", "due", tomorrow());
            crew.move("boss", "work-order/w-1/ready", "crew", "a-1", "tool", "t-1", "procedure", "d-1");
            crew.move("tom", "work-order/w-1/start", "window-end", tomorrow());
            say("a window opened", held(api, "maintenance"));
            Site.eventually(() -> RealPackets.open(lamp, VENDOR, 8443).equals("open"));
            tryAll("in the window");
            try (Peer flow = net.flow(lamp, VENDOR, 8443)) {
                say("a flow to the vendor", RealPackets.alive(flow));
                long decided = System.currentTimeMillis();
                crew.move("tom", "work-order/w-1/done", "result", "cleaned");
                say("the work is done", "a flow to the vendor: " + RealPackets.cut(flow, decided));
            }
            tryAll("after the window");
        }
    }

    private static String tomorrow() {
        return Instant.now()
                .plus(1, ChronoUnit.DAYS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    private void tryAll(String when) {
        say(
                when,
                "server " + RealPackets.open(lamp, "203.0.113.7", DEVICE_PORT) + ", maker "
                        + RealPackets.open(lamp, MAKER, 443) + ", vendor " + RealPackets.open(lamp, VENDOR, 8443)
                        + ", other device " + RealPackets.open(lamp, "10.0.0.32", 80));
    }

    /** What the gateway said, once it says that the lamp's policy is this one. */
    private static String held(ApiClient api, String policy) throws InterruptedException {
        List<String> said = new ArrayList<>();
        boolean there = Site.eventually(() -> {
            said.clear();
            for (JsonNode behind :
                    api.get(Site.path("devices/" + GATE + "/network/gateway")).path("behind")) {
                said.add((behind.path("device").asString("").equals(LAMP) ? "lamp " : "lock ")
                        + behind.path("inForce").asString("") + " "
                        + behind.path("strength").asString(""));
            }
            return said.size() == 2
                    && said.getFirst().equals("lamp " + policy + " kernel-enforced")
                    && said.getLast().endsWith("kernel-enforced");
        });
        return there ? String.join(", ", said) : "not within the time: " + said;
    }

    /** Waits until a device has joined. */
    private static String await(ApiClient api, String device) throws InterruptedException {
        Site.eventually(() -> {
            for (JsonNode one : api.get(Site.path("devices")).path("devices")) {
                if (one.path("id").asString("").equals(device)
                        && one.path("state").asString("").equalsIgnoreCase("operational")) {
                    return true;
                }
            }
            return false;
        });
        return device;
    }

    private static void say(String what, String came) {
        System.out.println("* " + what + ": " + came);
    }
}
