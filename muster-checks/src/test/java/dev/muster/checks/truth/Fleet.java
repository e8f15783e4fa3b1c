package dev.muster.checks.truth;

import dev.muster.core.assurance.AssuranceEvent;
import dev.muster.core.assurance.ProductFact;
import dev.muster.core.assurance.ProductFacts;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.attestation.ReleaseManifest;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.ProductAdded;
import dev.muster.core.host.HostReports;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.Subject;
import dev.muster.format.attest.corim.Validity;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.eat.DebugStatus;
import dev.muster.format.attest.eat.SlotClaims;
import dev.muster.format.attest.eat.SlotMeasurement;
import dev.muster.format.attest.eat.Ueid;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.orders.Strength;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Three healthy devices of one product, and what a fault is made with. {@link #cam} is the one that faults meet. */
final class Fleet {
    static final List<DeviceId> IDS = List.of(new DeviceId("cam-07"), new DeviceId("cam-08"), new DeviceId("cam-09"));
    static final Subject CAM = IDS.getFirst().subject();
    static final Instant VALID_UNTIL = World.T0.plus(Duration.ofDays(365));

    final World world = new World();
    final HostTree host;
    final List<Device> devices =
            IDS.stream().map(id -> new Device(id, references(VALID_UNTIL))).toList();
    private long uptime = 120;

    Fleet(Path root) {
        host = new HostTree(root);
        product();
        devices.forEach(
                device -> new HealthyLife(device.id).events().forEach(event -> say(device.id.subject(), event)));
        checkIn();
        look();
        world.settle();
    }

    Device cam() {
        return devices.getFirst();
    }

    void say(Subject subject, Event event) {
        world.say(new Draft(subject, world.now(), "muster", event));
    }

    /** About the device that faults meet. */
    void say(Event event) {
        say(CAM, event);
    }

    private void product() {
        Subject acme = World.ACME;
        say(acme, new LedgerEvent.Opened("acme/record", "acme/statement", "acme", "", new byte[0]));
        say(acme, new LedgerEvent.Cosigned("record", "witness.example", 9, new byte[0]));
        say(new Subject("authority", "aa11"), HealthyLife.authority());
        say(
                acme,
                new LedgerEvent.StatementRegistered(
                        0, "Acme", "product/cam/1.0.0", "application/rim+cbor", 0, new byte[0]));
        say(World.PRODUCT, new ProductAdded("Camera", "Acme", "cam", World.T0, VALID_UNTIL.plus(Duration.ofDays(900))));
        for (ProductFact fact : ProductFacts.all()) {
            record(fact.key(), good(fact));
        }
        say(acme, HealthyLife.doors());
        HealthyLife.governance().forEach(draft -> world.say(draft));
    }

    private String good(ProductFact fact) {
        return switch (fact.kind()) {
            case YES_NO -> "yes";
            case PAPER -> "https://maker.example/" + fact.key();
            case LIST ->
                switch (fact.key()) {
                    case "product.ports" -> "tcp/443 udp/5683";
                    case "product.services" -> "muster";
                    case "product.interfaces" -> "eth0";
                    default -> parts();
                };
        };
    }

    private String parts() {
        return host.look(world.now()).facts().stream()
                .filter(fact -> fact.key().equals("host.hardware"))
                .findFirst()
                .orElseThrow()
                .value();
    }

    void record(String fact, String value) {
        say(World.PRODUCT, new AssuranceEvent.ProductStated(fact, value, "operator/ada", "data sheet"));
    }

    /** Every device shows evidence of what it should run. */
    void checkIn() {
        devices.forEach(device -> show(device, claims(device, files("1.0.0"))));
    }

    void show(Device device, SlotClaims claims) {
        show(device, claims, Device.key());
    }

    void show(Device device, SlotClaims claims, KeyPair signer) {
        world.say(device.show(claims, signer, world.now()));
    }

    /** The device that faults meet shows these files. */
    void show(FileEntry... files) {
        show(cam(), claims(cam(), new SlotMeasurement(List.of(files))));
    }

    SlotClaims claims(Device device, SlotMeasurement files) {
        return claims(device, files, 3, DebugStatus.DISABLED, device.nonce(world.now()));
    }

    SlotClaims claims(Device device, SlotMeasurement files, long boots, DebugStatus debug, byte[] nonce) {
        uptime += 60;
        return new SlotClaims(
                nonce,
                Ueid.of("Acme", "cam", device.id.value()),
                "Acme",
                "cam",
                "cam-firmware",
                "1.0.0",
                boots,
                uptime,
                Optional.of(debug),
                "slot-a",
                Strength.CHECKED,
                files,
                Optional.empty(),
                Optional.empty());
    }

    /** Every device is looked at by its guard. */
    void look() {
        devices.forEach(device -> world.say(
                HostReports.take(device.id, host.look(world.now()), world.now()).drafts()));
    }

    /** Only the one that faults meet is. */
    void lookAtCam() {
        world.say(
                HostReports.take(cam().id, host.look(world.now()), world.now()).drafts());
    }

    static FileEntry file(String path, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return FileEntry.of(path, bytes.length, Digest.sha256(Sha256.of(bytes)));
    }

    static SlotMeasurement files(String version) {
        return new SlotMeasurement(List.of(
                file("bin/app", "app " + version), file("etc/config", "config"), file("lib/lib.so", "library")));
    }

    static ReferenceSet references(Instant until) {
        Validity validity = new Validity(Optional.of(World.T0.minus(Duration.ofDays(30))), until);
        return ReferenceSet.of(List.of(new ReferenceSet.Document(
                "Acme",
                HexFormat.of().formatHex(Sha256.of("1.0.0".getBytes(StandardCharsets.UTF_8))),
                ReleaseManifest.of("Acme", "cam", "cam-firmware", "1.0.0", files("1.0.0"), Optional.of(validity)))));
    }
}
