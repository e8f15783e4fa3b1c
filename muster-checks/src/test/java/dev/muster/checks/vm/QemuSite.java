package dev.muster.checks.vm;

import dev.muster.checks.endtoend.ServerHere;
import dev.muster.checks.endtoend.Site;
import dev.muster.format.devices.manifest.DeviceManifest;
import dev.muster.format.devices.manifest.Reflex;
import dev.muster.testing.Peer;
import dev.muster.testing.SwTpm;
import dev.muster.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server on this machine, and a device of its maker with everything that QEMU needs of it. */
final class QemuSite implements AutoCloseable {
    static final String DEVICE = "cam-01";
    /** Of the one stick that the maker lets it have. */
    static final String USB_SERIAL = "makers-key-1";

    static final String ROOT = "/var/lib/muster-agent/device";

    /** This machine as QEMU's user network shows it to the guest. */
    private static final String HOST = "10.0.2.2";

    private static final Duration MAKING = Duration.ofMinutes(10);

    /** Degrees are in thousandths, as the kernel has them. */
    static final Reflex HEAT = new Reflex(
            "heat", "hwmon/hwmon0/temp1_input", -20_000, 60_000, "leds/input0::capslock/brightness", "1", "0");

    private final Path top;
    private final Path dir;
    private final ServerHere server;
    private final Site site;
    private @Nullable SlotImages slots;

    QemuSite(Path top, Path dir) throws IOException {
        this.top = top;
        this.dir = dir;
        this.server = new ServerHere(
                dir.resolve("server"), InstantSource.system(), Map.of("http.names", "localhost,127.0.0.1," + HOST));
        this.site = new Site(
                dir, URI.create("https://" + HOST + ":" + server.deviceDoors().getPort()));
    }

    void assemble() throws Exception {
        Path work = Files.createDirectories(dir.resolve("machine"));
        SwTpm.deliver(work.resolve("tpm"), work.resolve("ca"));
        server.start();
        site.publish();
        site.fleet(1).close();
        slots = SlotImages.make(dir.resolve("slots"));
        site.publish(
                slots.older().version(),
                slots.older().sequence(),
                slots.older().bytes(),
                slots.older().measured());
        site.onBlocks(DEVICE, Path.of("/dev/vdd"));
        Path device = dir.resolve("fleet").resolve(DEVICE);
        Files.write(
                device.resolve("factory/manifest.cose"),
                site.manifest(manifest(1, List.of("usb 46f4 0001 " + USB_SERIAL))));
        try (var api = site.api()) {
            api.post(
                    Site.path("tpm/makers"),
                    Map.of(
                            "maker", "swtpm",
                            "certificate", Files.readString(work.resolve("ca/issuercert.pem")),
                            "home", "software-tpm"));
        }
        made(
                "mke2fs",
                "-q",
                "-t",
                "ext4",
                "-d",
                device.toString(),
                work.resolve("data.img").toString(),
                "192M");
        made(
                top.resolve(".ci/vm/image").toString(),
                "--agent",
                agent().toString(),
                "--line",
                QemuMachine.LINE,
                "--out",
                image().toString());
        Files.copy(image().resolve("root.img"), root());
    }

    /** What the maker lets it have: USB parts are refused unless named here, a bus's own hubs aside. */
    static DeviceManifest manifest(long sequence, List<String> usb) {
        return new DeviceManifest(sequence, List.of(), List.of(), parts(usb), List.of(), List.of(HEAT), Map.of());
    }

    private static List<String> parts(List<String> usb) {
        return java.util.stream.Stream.concat(java.util.stream.Stream.of("net lo", "net eth0"), usb.stream())
                .toList();
    }

    private Path agent() throws IOException {
        String named = System.getProperty("muster.vm.agent", "");
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        try (var all = Files.list(top.resolve("build/packages-fast"))) {
            return all.filter(file -> file.getFileName().toString().startsWith("muster-agent_"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no package: ./muster package --fast makes it"));
        }
    }

    /** The root is copied, because one of its blocks is going to be flipped. */
    private Path root() {
        return dir.resolve("machine/root.img");
    }

    private Path image() {
        return top.resolve("build/vm/image");
    }

    private void made(String... words) throws Exception {
        Peer.Result result = Peer.run(dir, MAKING, words);
        if (result.status() != 0) {
            throw new IOException(words[0] + ": " + result.out());
        }
        System.out.println(result.out());
    }

    QemuMachine.Parts parts() {
        Path work = dir.resolve("machine");
        return new QemuMachine.Parts(
                image().resolve("esp"),
                image().resolve("root.tree"),
                root(),
                work.resolve("data.img"),
                slots().disk(),
                work);
    }

    /** What the firmware of {@link #parts} starts, and the same with another command line. */
    Path started(String esp) {
        return image().resolve(esp).resolve("EFI/BOOT/BOOTX64.EFI");
    }

    SlotImages slots() {
        return java.util.Objects.requireNonNull(slots, "assembled");
    }

    /** Publishes the newer image and orders it. Returns the rollout. */
    String update() {
        SlotImages.Image newer = slots().newer();
        return site.rollOut(site.publish(newer.version(), newer.sequence(), newer.bytes(), newer.measured()));
    }

    String state(String rollout) {
        return site.state(rollout);
    }

    boolean affirmed(String version) {
        return site.affirmed(version) == 1;
    }

    /** Waits until so much evidence with a quote was appraised. */
    void attested(Duration longest, int times) throws Exception {
        Waiting.until("evidence of the device", longest, () -> attestations() >= times);
    }

    int attestations() {
        return quoted().size();
    }

    String lastEvidence() {
        return quoted().getLast();
    }

    private List<String> quoted() {
        return entries("attestation.evidence-appraised").stream()
                .filter(entry -> entry.contains("linux-slots-tpm"))
                .toList();
    }

    List<String> entries(String type) {
        return site.entries(DEVICE, type);
    }

    @Override
    public void close() {
        server.close();
    }
}
