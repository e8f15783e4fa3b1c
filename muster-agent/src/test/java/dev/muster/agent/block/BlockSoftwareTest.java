package dev.muster.agent.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.OfflineInstall;
import dev.muster.agent.attest.SlotMeasurer;
import dev.muster.agent.install.DirectoryDisk;
import dev.muster.agent.install.FolderSoftware;
import dev.muster.agent.install.InstallResult;
import dev.muster.agent.install.Slots;
import dev.muster.agent.install.Software;
import dev.muster.agent.state.BootState;
import dev.muster.agent.state.BootStore;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.agent.state.Factory;
import dev.muster.agent.state.PayloadKeys;
import dev.muster.agent.state.Slot;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.orders.Strength;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.update.delta.DeltaFormat;
import dev.muster.format.update.image.FirmwareImage;
import dev.muster.format.update.suit.ArtifactUri;
import dev.muster.format.update.suit.Capabilities;
import dev.muster.format.update.suit.ClassIds;
import dev.muster.format.update.suit.CodePoints;
import dev.muster.format.update.suit.EncryptionPoints;
import dev.muster.format.update.suit.Envelope;
import dev.muster.format.update.suit.EnvelopeBuilder;
import dev.muster.format.update.suit.FirmwareTemplate;
import dev.muster.format.update.suit.Manifest;
import dev.muster.format.update.suit.Reason;
import dev.muster.format.update.suit.Report;
import dev.muster.format.update.suit.SealedPayload;
import dev.muster.format.update.suit.SuitDigest;
import dev.muster.format.update.suit.author.Analysis;
import dev.muster.testing.Authority;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Software on block storage is shown like software in folders, and both are installed from a stick with the same checks. */
class BlockSoftwareTest {
    private final Authority maker = Authority.root("CN=Maker,O=Acme", Instant.now());

    @TempDir
    private Path dir;

    private static byte[] image(String content) {
        TreeMap<String, FirmwareImage.Content> files = new TreeMap<>();
        files.put("bin/lamp", new FirmwareImage.Content(content.getBytes(StandardCharsets.UTF_8), true));
        files.put("etc/lamp.conf", new FirmwareImage.Content("a=1\n".getBytes(StandardCharsets.UTF_8), false));
        return new FirmwareImage(files).encode();
    }

    private byte[] envelope(byte[] image, long sequence, String product) {
        byte[] vendor = ClassIds.vendor("acme.example");
        SuitDigest digest = SuitDigest.sha256(image);
        return EnvelopeBuilder.of(new FirmwareTemplate(
                                sequence,
                                vendor,
                                ClassIds.deviceClass(vendor, product),
                                digest,
                                image.length,
                                ArtifactUri.of(digest.value()),
                                "2.0",
                                "")
                        .manifest())
                .sign(CoseSigner.of(CoseAlgorithm.ESP256, maker.keys().getPrivate(), Optional.empty()));
    }

    private DeviceRoots device(boolean block) throws IOException {
        DeviceRoots roots = DeviceRoots.under(dir.resolve("device"), Strength.CHECKED, Durability.PROCESS_END);
        Files.createDirectories(roots.factory());
        roots.create();
        Optional<Path> storage = block ? Optional.of(storage(image("one"))) : Optional.empty();
        new Factory(URI.create("https://localhost:1"), "acme", "lamp", "acme.example", storage).write(roots);
        Files.writeString(
                Factory.makers(roots), new Pem("CERTIFICATE", CertificateReader.encoded(maker.certificate())).encode());
        if (!block) {
            new Slots(new DirectoryDisk(roots.slots(), roots.durability())).provision(Slot.A, image("one"), 1, "1.0");
            new BootStore(roots).write(BootState.factory(1));
        }
        return roots;
    }

    private Path storage(byte[] image) throws IOException {
        Path storage = dir.resolve("storage.img");
        try (RandomAccessFile file = new RandomAccessFile(storage.toFile(), "rw")) {
            file.setLength(512 * 1024);
        }
        BlockFactory.make(storage, FirmwareTemplate.FIRMWARE, image, 1, "1.0");
        return storage;
    }

    private static Software software(DeviceRoots roots) throws IOException {
        return Factory.read(roots).block().isPresent()
                ? new BlockSoftware(Factory.read(roots).block().get(), RollbackCounter.none())
                : new FolderSoftware(roots);
    }

    private Path stick(byte[] image, byte[] envelope, String payload) throws IOException {
        Path stick = Files.createDirectories(dir.resolve("stick"));
        Files.write(stick.resolve(payload), image);
        return Files.write(stick.resolve("update.suit"), envelope);
    }

    @Test
    void bothKindsOfStorageShowTheSameFiles() throws IOException {
        Software folders = software(device(false));
        Software blocks = new BlockSoftware(storage(image("one")), RollbackCounter.none());
        assertThat(blocks.start().slot()).isEqualTo(Slot.A);
        assertThat(blocks.measure().overall()).isEqualTo(folders.measure().overall());
        assertThat(blocks.measure().files()).hasSize(2);
        assertThat(SlotMeasurer.measure(folders.folder().orElseThrow())).isEqualTo(blocks.measure());
    }

    /** What is said of it holds: an update is what it can run, and an image it cannot hold or another component is not. */
    @Test
    void whatEachKindOfStorageSaysItCanRun() throws IOException {
        byte[] image = image("two");
        Envelope update = Envelope.parse(envelope(image, 2, "lamp"));
        Manifest manifest = Manifest.parse(update);
        Software folders = software(device(false));
        Software blocks = new BlockSoftware(storage(image("one")), RollbackCounter.none());
        for (Software each : List.of(folders, blocks)) {
            Capabilities can = each.capabilities(100_000);
            assertThat(Analysis.fits(update, manifest, can).lines()).isEmpty();
            assertThat(can.has(FirmwareTemplate.FIRMWARE)).isTrue();
            assertThat(can.commands())
                    .contains((long) CodePoints.DIRECTIVE_FETCH)
                    .doesNotContain((long) CodePoints.DIRECTIVE_COPY, (long) CodePoints.DIRECTIVE_SWAP);
            assertThat(can.parameters()).doesNotContain((long) EncryptionPoints.PARAMETER_ENCRYPTION_INFO);
            assertThat(Analysis.fits(update, manifest, each.capabilities(10)).lines())
                    .singleElement()
                    .asString()
                    .startsWith("too-large");
        }
        assertThat(folders.capabilities(1).deltas()).isEmpty();
        assertThat(blocks.capabilities(1).deltas()).containsExactly(DeltaFormat.MEDIA_TYPE);
        assertThat(blocks.capabilities(1).most(FirmwareTemplate.FIRMWARE).getAsLong())
                .isBetween(100_000L, 256L * 1024);
    }

    @Test
    void aComponentThatIsNoImageIsShownAsOneFile() throws IOException {
        byte[] raw = "not an image at all".getBytes(StandardCharsets.UTF_8);
        Software blocks = new BlockSoftware(storage(raw), RollbackCounter.none());
        assertThat(blocks.measure().files()).singleElement().satisfies(file -> {
            assertThat(file.path()).isEqualTo("firmware");
            assertThat(file.size()).hasValue((long) raw.length);
        });
    }

    @Test
    void anImageThatWasChangedIsShownAsItIs() throws IOException {
        Path storage = storage(image("one"));
        Software blocks = new BlockSoftware(storage, RollbackCounter.none());
        var before = blocks.measure();
        long at;
        try (FileBlockDevice device = FileBlockDevice.open(storage)) {
            at = Superblocks.open(device).geometry().offset(Slot.A, 0);
        }
        try (RandomAccessFile file = new RandomAccessFile(storage.toFile(), "rw")) {
            file.seek(at + 512);
            file.write('O');
        }
        assertThat(blocks.measure().overall()).isNotEqualTo(before.overall());
        assertThat(blocks.measure().files()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStickBringsAnUpdateThatStartsOnTrial(boolean block) throws IOException {
        DeviceRoots roots = device(block);
        byte[] two = image("two");
        InstallResult result = OfflineInstall.install(roots, stick(two, envelope(two, 2, "lamp"), "any-name.tar"));
        assertThat(result.next()).hasValue(Slot.B);
        Software software = software(roots);
        assertThat(software.start().version()).isEqualTo("2.0");
        software.confirm();
        // What was confirmed governs: the older one is refused from now on, from a stick too.
        byte[] one = image("one");
        assertThat(reason(OfflineInstall.install(roots, stick(one, envelope(one, 1, "lamp"), "old.tar"))))
                .isEqualTo(Reason.UNAUTHORISED);
        assertThat(software.start().version()).isEqualTo("2.0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsNotForThisDeviceOrNotWholeChangesNothing(boolean block) throws IOException {
        DeviceRoots roots = device(block);
        byte[] two = image("two");
        byte[] forged = envelope(two, 2, "lamp");
        forged[forged.length - 1] ^= 1;
        assertThat(OfflineInstall.install(roots, stick(two, forged, "a")).installed())
                .isFalse();
        assertThat(OfflineInstall.install(roots, stick(two, envelope(two, 2, "camera"), "a"))
                        .installed())
                .isFalse();
        byte[] other = image("other");
        assertThat(reason(OfflineInstall.install(roots, stick(other, envelope(two, 2, "lamp"), "a"))))
                .isEqualTo(Reason.OPERATION_FAILED);
        assertThat(software(roots).start().version()).isEqualTo("1.0");
    }

    /** With a key in its factory folder the device says that it takes encrypted payloads, and does; with another not. */
    @Test
    void anEncryptedUpdateIsForTheDeviceThatHasItsKey() throws IOException {
        DeviceRoots roots = device(true);
        CoseKey key = CoseKey.agreement(Keys.generateP256(new SecureRandom()));
        byte[] two = image("two");
        SealedPayload sealed = SealedPayload.seal(two, List.of(key.publicHalf()), new SecureRandom());
        byte[] vendor = ClassIds.vendor("acme.example");
        byte[] envelope = EnvelopeBuilder.of(new FirmwareTemplate(
                                2,
                                vendor,
                                ClassIds.deviceClass(vendor, "lamp"),
                                SuitDigest.sha256(two),
                                two.length,
                                ArtifactUri.of(Sha256.of(sealed.ciphertext())),
                                "2.0",
                                "")
                        .encrypted(sealed.info()))
                .sign(CoseSigner.of(CoseAlgorithm.ESP256, maker.keys().getPrivate(), Optional.empty()));
        Path stick = stick(sealed.ciphertext(), envelope, "image.encrypted");
        assertThat(reason(OfflineInstall.install(roots, stick))).isEqualTo(Reason.PARAMETER_UNSUPPORTED);
        CoseKey other = CoseKey.agreement(Keys.generateP256(new SecureRandom()));
        Files.write(PayloadKeys.file(roots), other.encode());
        assertThat(reason(OfflineInstall.install(roots, stick))).isEqualTo(Reason.OPERATION_FAILED);
        assertThat(software(roots).start().version()).isEqualTo("1.0");
        Files.write(PayloadKeys.file(roots), key.encode());
        assertThat(OfflineInstall.install(roots, stick).next()).hasValue(Slot.B);
        assertThat(software(roots).start().version()).isEqualTo("2.0");
        Envelope parsed = Envelope.parse(envelope);
        Manifest manifest = Manifest.parse(parsed);
        Path storage = Factory.read(roots).block().orElseThrow();
        Software reads = new BlockSoftware(storage, RollbackCounter.none(), PayloadKeys.read(roots));
        assertThat(Analysis.fits(parsed, manifest, reads.capabilities(100_000)).lines())
                .isEmpty();
        assertThat(Analysis.fits(parsed, manifest, software(roots).capabilities(100_000))
                        .lines())
                .singleElement()
                .asString()
                .contains("parameter 19");
    }

    private static Reason reason(InstallResult result) {
        return ((Report.Result.Failure) result.report().result()).reason();
    }
}
