package dev.muster.checks.endtoend;

import dev.muster.agent.AgentGround;
import dev.muster.agent.AgentSettings;
import dev.muster.agent.sense.FileSense;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.agent.state.Factory;
import dev.muster.cli.DataDir;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.maker.MakerKey;
import dev.muster.cli.maker.ReleaseFiles;
import dev.muster.fleet.Fleet;
import dev.muster.fleet.maker.Assembly;
import dev.muster.fleet.maker.Firmware;
import dev.muster.fleet.maker.ManufacturerCa;
import dev.muster.format.attest.eat.SlotMeasurement;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Pem;
import dev.muster.format.devices.manifest.DeviceManifest;
import dev.muster.format.devices.orders.Strength;
import dev.muster.format.join.x509.CertificateReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** A maker, its product with two versions, and a fleet of simulated devices at one server. */
public final class Site {

    public static final String OLD = "1.4.1";
    public static final String NEW = "1.4.2";
    public static final String PRODUCT = "acme-cam";

    private final Path folder;
    private final URI deviceDoors;
    private final SecureRandom random = new SecureRandom();
    private final Instant since = Instant.now().minusSeconds(60);
    private final ManufacturerCa factory = ManufacturerCa.create("Acme", since, random);
    private final MakerKey maker = MakerKey.create("Acme", since, random);

    public Site(Path folder, URI deviceDoors) {
        this.folder = folder;
        this.deviceDoors = deviceDoors;
    }

    Path data() {
        return folder.resolve("server");
    }

    /** Where devices go. */
    URI doors() {
        return deviceDoors;
    }

    public ApiClient api() {
        return ApiClient.open(new DataDir(data()));
    }

    public static String path(String rest) {
        return "/api/v1/demo/" + rest;
    }

    /** Publishes product, keys, reference values of both versions, and the new one as a release. Returns its id. */
    public String publish() {
        return publish(false);
    }

    /** @param staged whether the reference values of the new version wait for its rollout */
    String publish(boolean staged) {
        try (ApiClient api = api()) {
            api.post(
                    path("products"),
                    Map.of(
                            "id",
                            PRODUCT,
                            "name",
                            "Acme camera",
                            "maker",
                            "Acme",
                            "model",
                            "AC-1",
                            "supportFrom",
                            since.toString(),
                            "supportUntil",
                            since.plus(Duration.ofDays(1000)).toString()));
            String anchor = new Pem("CERTIFICATE", CertificateReader.encoded(factory.certificate())).encode();
            api.post(path("anchors"), Map.of("maker", "Acme", "certificate", anchor));
            api.post(path("makers"), Map.of("maker", "Acme", "key", maker.publicKeyPem()));
            api.post(path("release-keys"), Map.of("product", PRODUCT, "name", "Acme", "key", maker.publicKeyPem()));
            references(api, OLD, 1, false);
            references(api, NEW, 2, staged);
            byte[] image = Firmware.build(PRODUCT, NEW, 7).image().encode();
            api.send(path("artifacts"), "POST", "application/octet-stream", image);
            return api.send(
                            path("releases?product=" + PRODUCT),
                            "POST",
                            "application/suit-envelope+cose",
                            release(NEW, 2).envelope(maker, image))
                    .path("id")
                    .asString();
        }
    }

    private void references(ApiClient api, String version, long sequence, boolean staged) {
        references(api, version, sequence, Firmware.build(PRODUCT, version, 7).measurement(), staged);
    }

    private void references(ApiClient api, String version, long sequence, SlotMeasurement files, boolean staged) {
        api.send(
                path("references" + (staged ? "?staged=true" : "")),
                "POST",
                "application/rim+cose",
                release(version, sequence).references(maker, files, Optional.empty()));
    }

    /** Publishes reference values and a release of another image. Returns the release's id. */
    public String publish(String version, long sequence, byte[] image, SlotMeasurement files) {
        try (ApiClient api = api()) {
            references(api, version, sequence, files, false);
            api.send(path("artifacts"), "POST", "application/octet-stream", image);
            return api.send(
                            path("releases?product=" + PRODUCT),
                            "POST",
                            "application/suit-envelope+cose",
                            release(version, sequence).envelope(maker, image))
                    .path("id")
                    .asString();
        }
    }

    /** Orders a release for the whole fleet. Returns the rollout's id. */
    public String rollOut(String release) {
        try (ApiClient api = api()) {
            return api.post(path("rollouts"), Map.of("release", release, "canary", 1, "steps", List.of(100)))
                    .path("id")
                    .asString();
        }
    }

    /** How a rollout stands. */
    public String state(String rollout) {
        try (ApiClient api = api()) {
            return api.get(path("rollouts/" + rollout))
                    .path("rollout")
                    .path("state")
                    .asString();
        }
    }

    /** Makes a device's slots those of block storage. */
    public void onBlocks(String device, Path storage) throws IOException {
        new Factory(deviceDoors, "demo", PRODUCT, "acme.example", Optional.of(storage)).write(roots(device));
    }

    private static ReleaseFiles release(String version, long sequence) {
        return new ReleaseFiles(PRODUCT, "AC-1", "acme.example", version, sequence);
    }

    /** Assembles devices {@code cam-01} and so on with the old version. */
    public Fleet fleet(int devices) throws IOException {
        return fleet(devices, AgentSettings.quick(), InstantSource.system(), (device, notice) -> {});
    }

    /** The same, for those who look closer. */
    Fleet fleet(int devices, AgentSettings settings, InstantSource clock, Fleet.Listener listener) throws IOException {
        Path master = folder.resolve("master");
        Assembly.master(master, Firmware.build(PRODUCT, OLD, 7), 1);
        Factory home = new Factory(deviceDoors, "demo", PRODUCT, "acme.example");
        Assembly line = new Assembly(
                home, Credential.certificates(new DataDir(data()).tlsCa()), List.of(maker.certificate()), master, 1);
        Path fleet = Files.createDirectories(folder.resolve("fleet"));
        for (int n = 1; n <= devices; n++) {
            String id = "cam-0" + n;
            line.assemble(roots(id), factory.idevid("AC-1", id));
        }
        AgentGround ground = AgentGround.shared(clock, random, new Random(7), new FileSense());
        return new Fleet(fleet, settings, ground, listener);
    }

    /** The folders of one device. */
    public DeviceRoots roots(String id) {
        return DeviceRoots.under(folder.resolve("fleet").resolve(id), Strength.SIMULATED, Durability.PROCESS_END);
    }

    /** What this maker lets a device hold, run and do, signed. */
    public byte[] manifest(DeviceManifest manifest) {
        return manifest.sign(CoseSigner.of(CoseAlgorithm.ESP256, maker.key(), Optional.empty()));
    }

    /** How many devices the server affirms with this version. */
    public int affirmed(String version) {
        try (ApiClient api = api()) {
            int found = 0;
            for (var device : api.get(path("devices")).path("devices")) {
                boolean good = device.path("verdict").asString("").equals("affirming")
                        && device.path("software").asString("").contains(version);
                found += good ? 1 : 0;
            }
            return found;
        }
    }

    /** The content of all entries of a type about a device. */
    public List<String> entries(String device, String type) {
        try (ApiClient api = api()) {
            List<String> bodies = new ArrayList<>();
            for (var entry :
                    api.get(path("entries?limit=500&subject=device/" + device)).path("entries")) {
                if (entry.path("type").asString().equals(type)) {
                    bodies.add(entry.path("body").asString(""));
                }
            }
            return bodies;
        }
    }

    /** Waits, but not for ever. A server that is away counts as "not yet". */
    public static boolean eventually(BooleanSupplier wanted) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (System.nanoTime() < end) {
            try {
                if (wanted.getAsBoolean()) {
                    return true;
                }
            } catch (UncheckedIOException away) {
                Thread.sleep(200);
            }
            Thread.sleep(100);
        }
        return false;
    }
}
