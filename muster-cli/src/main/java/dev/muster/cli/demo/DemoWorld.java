package dev.muster.cli.demo;

import dev.muster.agent.state.Factory;
import dev.muster.cli.CommandFailed;
import dev.muster.cli.DataDir;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.maker.MakerKey;
import dev.muster.fleet.maker.Firmware;
import dev.muster.fleet.maker.ManufacturerCa;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the steps share: processes, the API, the maker's keys and images. Closing it ends every process. */
final class DemoWorld implements AutoCloseable {

    private static final Duration START_TIME_MAX = Duration.ofSeconds(60);

    private final DemoPlan plan;
    private final SecureRandom random = new SecureRandom();
    private final NoticeBoard board = new NoticeBoard();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Instant since = Instant.now().minusSeconds(60);
    private final CompletableFuture<String> fleetReady = new CompletableFuture<>();
    private @Nullable ChildProcess server;
    private @Nullable ChildProcess fleet;
    private @Nullable GuardedDevice guarded;
    private @Nullable ApiClient api;
    private @Nullable JsonNode endpoints;

    /** The maker of the devices: its factory and its release key. */
    final ManufacturerCa factory = ManufacturerCa.create(DemoPlan.MAKER, since, random);

    final MakerKey maker = MakerKey.create(DemoPlan.MAKER, since, random);
    final Firmware first;
    final Firmware second;

    DemoWorld(DemoPlan plan) throws IOException {
        this.plan = plan;
        for (Path folder : List.of(plan.folder(), plan.logs(), plan.fleet(), plan.maker())) {
            Files.createDirectories(folder);
        }
        this.first = Firmware.build(DemoPlan.PRODUCT, DemoPlan.FIRST_VERSION, plan.seed());
        this.second = Firmware.build(DemoPlan.PRODUCT, DemoPlan.SECOND_VERSION, plan.seed());
    }

    DemoPlan plan() {
        return plan;
    }

    SecureRandom random() {
        return random;
    }

    Instant since() {
        return since;
    }

    NoticeBoard board() {
        return board;
    }

    DataDir data() {
        return new DataDir(plan.server());
    }

    /** Starts the server's process and waits until it says where it listens. */
    JsonNode startServer() throws IOException, InterruptedException {
        CompletableFuture<String> started = new CompletableFuture<>();
        ChildProcess child = child(
                "server",
                List.of("-Xmx1g"),
                List.of(
                        "up",
                        "--json",
                        "--with-parent",
                        "--data",
                        plan.server().toString(),
                        "--set",
                        "http.console-port=" + plan.consolePort(),
                        "--set",
                        "http.device-port=0",
                        "--set",
                        "http.names=localhost,127.0.0.1," + DeviceSite.SITE,
                        "--set",
                        "access.organisation=" + DemoPlan.ORG,
                        // Devices renew at once and not spread over days, while somebody looks.
                        "--set",
                        "joining.rollover-minutes=0",
                        // The operator's monitoring is played on this machine.
                        "--set",
                        "outbound.private-addresses=yes"),
                started::complete);
        server = child;
        child.onExit(() -> started.completeExceptionally(new IOException(child.lastWords())));
        JsonNode said = JsonMapper.shared().readTree(await(started));
        endpoints = said;
        api = ApiClient.open(data());
        opened.push(api);
        return said;
    }

    /** Takes a server that runs in this process. */
    void adopt(URI devices) {
        endpoints = JsonMapper.shared().createObjectNode().put("device", devices.toString());
        api = ApiClient.open(data());
        opened.push(api);
    }

    private static String await(CompletableFuture<String> started) throws InterruptedException {
        try {
            return started.get(START_TIME_MAX.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw CommandFailed.because(
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
        } catch (TimeoutException e) {
            throw CommandFailed.because(
                    "A process of the demo did not start within " + START_TIME_MAX.toSeconds() + " seconds.");
        }
    }

    /** Starts the process of the simulated devices, without any of them, and does not wait for it. */
    void launchFleet() throws IOException {
        ChildProcess child = child(
                "fleet",
                List.of("-Xmx640m"),
                List.of("fleet", "--dir", plan.fleet().toString()),
                line -> {
                    board.fleetLine(line);
                    fleetReady.complete(line);
                });
        child.onExit(() -> fleetReady.completeExceptionally(new IOException(child.lastWords())));
        fleet = child;
    }

    /** The device that is not simulated, held by a guard where this machine can. */
    Optional<GuardedDevice> guarded() {
        return Optional.ofNullable(guarded);
    }

    /** Makes the network of the device that is not simulated, unless this machine cannot; says why not. */
    Optional<String> prepareGuarded() throws IOException {
        Optional<String> missing = GuardedDevice.missing(plan.folder());
        if (missing.isEmpty()) {
            GuardedDevice made = new GuardedDevice(plan, deviceDoors().getPort());
            opened.push(made);
            guarded = made;
        }
        return missing;
    }

    /** The real agent as a process of its own, beside its guard where there is one. */
    void startAgent() throws IOException {
        Path log = plan.logs().resolve("agent.log");
        if (guarded != null) {
            opened.push(
                    ChildProcess.start("guard", guarded.command(), log, line -> board.agentLine(plan.real(), line)));
            return;
        }
        child(
                "agent",
                List.of("-Xmx96m"),
                List.of(
                        "agent",
                        "--quick",
                        "--with-parent",
                        "--root",
                        plan.realDevice().toString()),
                line -> board.agentLine(plan.real(), line));
    }

    private ChildProcess child(
            String name, List<String> jvm, List<String> args, java.util.function.Consumer<String> lines)
            throws IOException {
        ChildProcess child = ChildProcess.start(name, jvm, args, plan.logs().resolve(name + ".log"), lines);
        opened.push(child);
        return child;
    }

    /** The operator's monitoring, which hears until the end. */
    Monitor monitor() throws IOException {
        Monitor monitor = Monitor.start();
        opened.push(monitor);
        return monitor;
    }

    ChildProcess server() {
        return started(server, "server");
    }

    /** The process of the simulated devices, when it is ready. */
    ChildProcess fleet() throws InterruptedException {
        await(fleetReady);
        return started(fleet, "fleet");
    }

    /** The API as the operator of the first organisation. */
    ApiClient api() {
        return started(api, "server");
    }

    /** The device doors' address. */
    URI deviceDoors() {
        return URI.create(started(endpoints, "server").path("device").asString());
    }

    /** What every device of the maker is told about its home. */
    Factory home() {
        return home(deviceDoors());
    }

    /** What a device elsewhere is told. */
    Factory home(URI doors) {
        return new Factory(doors, DemoPlan.ORG, DemoPlan.PRODUCT, DemoPlan.VENDOR_DOMAIN);
    }

    private static <T> T started(@Nullable T thing, String name) {
        if (thing == null) {
            throw new IllegalStateException("the " + name + " is not started yet");
        }
        return thing;
    }

    /** The path of the first organisation's API. */
    static String path(String rest) {
        return "/api/v1/" + DemoPlan.ORG + "/" + rest;
    }

    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            close(opened.pop());
        }
    }

    /** Whatever cannot be closed must not keep the rest open. */
    private static void close(AutoCloseable thing) {
        try {
            thing.close();
        } catch (Exception e) {
            LoggerFactory.getLogger(DemoWorld.class).debug("not closed: {}", e.getMessage(), e);
        }
    }
}
