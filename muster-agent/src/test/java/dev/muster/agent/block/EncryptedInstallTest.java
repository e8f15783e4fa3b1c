package dev.muster.agent.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.agent.install.ArtifactSource;
import dev.muster.agent.install.InstallResult;
import dev.muster.agent.state.Slot;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.CoseCipher;
import dev.muster.format.cose.CoseEncrypt;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.EncryptionAlgorithm;
import dev.muster.format.cose.NewKey;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Keys;
import dev.muster.format.update.suit.ComponentId;
import dev.muster.format.update.suit.EnvelopeVerifier;
import dev.muster.format.update.suit.Manifest;
import dev.muster.format.update.suit.PayloadCipher;
import dev.muster.format.update.suit.Report;
import dev.muster.format.update.suit.SealedPayload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted payloads: the device that has the key installs, everything else is refused and the running slot stays. */
class EncryptedInstallTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final CoseKey KEY = CoseKey.agreement(Keys.generateP256(RANDOM));
    private static final ComponentId FIRMWARE = ComponentId.of("firmware");
    private static final Geometry GEOMETRY =
            new Geometry(28, List.of(new Geometry.Area(FIRMWARE, 64L * BlockDevice.SECTOR)));
    private static final byte[] IMAGE = UpdateStory.image(4, 64 * BlockDevice.SECTOR - 100);
    private static final SealedPayload SEALED = SealedPayload.seal(IMAGE, List.of(KEY.publicHalf()), RANDOM);

    @TempDir
    private Path dir;

    /** Runs from A; in B lies what it would fall back to. */
    private FileBlockDevice device() throws IOException {
        Path file = dir.resolve("disk");
        Files.write(file, new byte[(int) GEOMETRY.bytes()]);
        FileBlockDevice device = FileBlockDevice.open(file);
        BlockBoot boot = new BlockBoot(device, RollbackCounter.none());
        boot.make(GEOMETRY);
        boot.provision(Slot.B, List.of(UpdateStory.image(1, 5000)), 1, "0.9");
        boot.provision(Slot.A, List.of(UpdateStory.image(2, 5000)), 1, "1.0");
        assertThat(boot.start().active()).isEqualTo(Slot.A);
        return device;
    }

    private static ArtifactSource gives(byte[] payload) {
        return (uri, from) -> new ArtifactSource.Transfer(
                new ByteArrayInputStream(payload, (int) from, payload.length - (int) from), from);
    }

    private static InstallResult install(BlockDevice device, CoseKey key, byte[] info, ArtifactSource source)
            throws IOException {
        Manifest manifest = UpdateStory.manifest(List.of(FIRMWARE), List.of(IMAGE), List.of(info));
        return new BlockInstaller(
                        UpdateStory.KIND,
                        new EnvelopeVerifier(List.of()),
                        device,
                        source,
                        new PayloadCipher(List.of(key)),
                        UpdateStory.PACE)
                .authentic("/x", UpdateStory.envelope(manifest), manifest);
    }

    private static String detail(InstallResult result) {
        return ((Report.Result.Failure) result.report().result()).detail();
    }

    private static void stillRuns(BlockDevice device) throws IOException {
        assertThat(new BlockBoot(device, RollbackCounter.none()).start().active())
                .isEqualTo(Slot.A);
    }

    @Test
    void theDeviceWithTheKeyInstallsIt() throws IOException {
        try (FileBlockDevice device = device()) {
            assertThat(install(device, KEY, SEALED.info(), gives(SEALED.ciphertext()))
                            .next())
                    .hasValue(Slot.B);
            BlockBoot boot = new BlockBoot(device, RollbackCounter.none());
            assertThat(boot.start().active()).isEqualTo(Slot.B);
            byte[] there = new byte[IMAGE.length];
            device.read(GEOMETRY.offset(Slot.B, 0), there, 0, there.length);
            assertThat(there).isEqualTo(IMAGE);
        }
    }

    /** Broken off in the middle of a block of the cipher, it goes on at the checkpoint and asks for nothing twice. */
    @Test
    void whatBrokeOffContinuesAtItsCheckpoint() throws IOException {
        int half = IMAGE.length / 2 + 7;
        List<Long> asked = new ArrayList<>();
        ArtifactSource breaks = (uri, from) -> new ArtifactSource.Transfer(
                new ByteArrayInputStream(SEALED.ciphertext(), (int) from, Math.max(0, half - (int) from)), from);
        ArtifactSource whole = (uri, from) -> {
            asked.add(from);
            return gives(SEALED.ciphertext()).open(uri, from);
        };
        try (FileBlockDevice device = device()) {
            assertThatThrownBy(() -> install(device, KEY, SEALED.info(), breaks))
                    .isInstanceOf(ArtifactSource.Away.class)
                    .hasMessageContaining("ended after " + half + " of " + IMAGE.length);
            stillRuns(device);
            assertThat(install(device, KEY, SEALED.info(), whole).installed()).isTrue();
            assertThat(asked)
                    .singleElement()
                    .satisfies(from ->
                            assertThat(from).isBetween(half - 2 * UpdateStory.PACE.checkpointBytes(), (long) half));
        }
    }

    /** Known before anything is given up: what the device could fall back to is still there. */
    @Test
    void anotherKeyIsRefusedAndNothingIsGivenUp() throws IOException {
        CoseKey other = CoseKey.agreement(Keys.generateP256(RANDOM));
        try (FileBlockDevice device = device()) {
            InstallResult result = install(device, other, SEALED.info(), (uri, from) -> {
                throw new AssertionError("nothing is asked for");
            });
            assertThat(detail(result)).contains("cannot be decrypted");
            stillRuns(device);
            assertThat(new BlockBoot(device, RollbackCounter.none())
                            .state()
                            .image(Slot.B)
                            .orElseThrow()
                            .version())
                    .isEqualTo("0.9");
        }
    }

    @Test
    void whatWasChangedOrIsTooLongOrEndsEarlyIsNotInstalled() throws IOException {
        byte[] changed = SEALED.ciphertext().clone();
        changed[20_000] ^= 1;
        byte[] longer = Arrays.copyOf(SEALED.ciphertext(), IMAGE.length + 1);
        byte[] shorter = Arrays.copyOf(SEALED.ciphertext(), IMAGE.length - 1);
        try (FileBlockDevice device = device()) {
            assertThat(detail(install(device, KEY, SEALED.info(), gives(changed))))
                    .contains("does not have the digest that the manifest names");
            stillRuns(device);
            assertThat(detail(install(device, KEY, SEALED.info(), gives(longer))))
                    .contains("longer than " + IMAGE.length);
            stillRuns(device);
            // A transfer may end early; the manifest is not at fault, and the rest is asked for later.
            assertThatThrownBy(() -> install(device, KEY, SEALED.info(), gives(shorter)))
                    .isInstanceOf(ArtifactSource.Away.class);
            stillRuns(device);
            assertThat(install(device, KEY, SEALED.info(), gives(SEALED.ciphertext()))
                            .installed())
                    .isTrue();
        }
    }

    /** AES-GCM tells by itself that it was changed, and is opened whole. */
    @Test
    void aCipherThatAuthenticatesIsOpenedWhole() throws IOException {
        CoseKey shared = CoseKey.symmetric(UpdateStory.image(5, 16), Optional.empty());
        CoseEncrypt sealed = CoseCipher.of(Crypto.standard(), CoseProfile.GENERIC)
                .seal(
                        CborMap.EMPTY,
                        IMAGE,
                        new byte[0],
                        EncryptionAlgorithm.A128GCM,
                        NewKey.wrapped(Crypto.standard(), shared, 16, RANDOM),
                        UpdateStory.image(6, 12));
        byte[] info = new CoseEncrypt(sealed.headers(), Optional.empty(), sealed.recipients()).encode();
        byte[] payload = sealed.ciphertext().orElseThrow();
        byte[] changed = payload.clone();
        changed[20_000] ^= 1;
        byte[] shorter = Arrays.copyOf(payload, payload.length - 1);
        try (FileBlockDevice device = device()) {
            assertThat(detail(install(device, shared, info, gives(changed)))).contains("does not open");
            assertThat(detail(install(device, shared, info, gives(shorter)))).contains("does not open");
            stillRuns(device);
            assertThat(detail(install(device, KEY, info, gives(payload)))).contains("cannot be decrypted");
            stillRuns(device);
            assertThat(install(device, shared, info, gives(payload)).installed())
                    .isTrue();
        }
    }
}
