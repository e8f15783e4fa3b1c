package dev.muster.agent.block;

import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.CoseCipher;
import dev.muster.format.cose.CoseEncrypt;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.EncryptionAlgorithm;
import dev.muster.format.cose.NewKey;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.update.suit.ComponentId;
import dev.muster.format.update.suit.Manifest;
import dev.muster.format.update.suit.PayloadCipher;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The six kinds of updates that are cut. */
final class UpdateStories {
    private static final int SECTORS = 64;
    private static final PayloadCipher NO_KEYS = new PayloadCipher(List.of());
    private static final List<ComponentId> ONE = List.of(ComponentId.of("firmware"));
    private static final List<ComponentId> THREE =
            List.of(ComponentId.of("firmware"), ComponentId.of("radio"), ComponentId.of("data"));

    private UpdateStories() {}

    static List<UpdateStory> all() throws IOException {
        return List.of(full(), delta(), encrypted(), components(), rollback(), first());
    }

    private static Geometry geometry(List<ComponentId> components, int sectors) {
        return new Geometry(
                28,
                components.stream()
                        .map(id -> new Geometry.Area(id, (long) sectors * BlockDevice.SECTOR))
                        .toList());
    }

    /** Not a whole number of sectors: the last one is padded. */
    private static final int BYTES = SECTORS * BlockDevice.SECTOR - 100;

    private static UpdateStory plain(String name, boolean factoryEmpty, boolean confirmed) {
        byte[] old = UpdateStory.image(1, BYTES);
        byte[] image = UpdateStory.image(2, BYTES - 50);
        UpdateStory.Web web = new UpdateStory.Web();
        web.whole.put("u0", image);
        Manifest manifest = UpdateStory.manifest(ONE, List.of(image), List.of());
        return new UpdateStory(
                name,
                geometry(ONE, SECTORS),
                factoryEmpty ? List.of() : List.of(old),
                List.of(image),
                manifest,
                UpdateStory.envelope(manifest),
                web,
                NO_KEYS,
                confirmed);
    }

    static UpdateStory full() {
        return plain("full", false, true);
    }

    static UpdateStory rollback() {
        return plain("rollback", false, false);
    }

    static UpdateStory first() {
        return plain("first install", true, true);
    }

    static UpdateStory delta() throws IOException {
        byte[] old = UpdateStory.image(1, BYTES);
        byte[] image = UpdateStory.changed(old, 3);
        UpdateStory.Web web = new UpdateStory.Web();
        web.offer("u0", old, image);
        Manifest manifest = UpdateStory.manifest(ONE, List.of(image), List.of());
        return new UpdateStory(
                "delta",
                geometry(ONE, SECTORS),
                List.of(old),
                List.of(image),
                manifest,
                UpdateStory.envelope(manifest),
                web,
                NO_KEYS,
                true);
    }

    static UpdateStory encrypted() {
        byte[] old = UpdateStory.image(1, BYTES);
        byte[] image = UpdateStory.image(4, BYTES);
        SecureRandom random = new SecureRandom();
        CoseKey shared = CoseKey.symmetric(UpdateStory.image(5, 16), Optional.empty());
        NewKey key = NewKey.wrapped(Crypto.standard(), shared, 16, random);
        CoseEncrypt sealed = CoseCipher.of(Crypto.standard(), CoseProfile.GENERIC)
                .seal(CborMap.EMPTY, image, new byte[0], EncryptionAlgorithm.A128CTR, key, UpdateStory.image(6, 16));
        UpdateStory.Web web = new UpdateStory.Web();
        web.whole.put("u0", sealed.ciphertext().orElseThrow());
        byte[] info = new CoseEncrypt(sealed.headers(), Optional.empty(), sealed.recipients()).encode();
        Manifest manifest = UpdateStory.manifest(ONE, List.of(image), List.of(info));
        return new UpdateStory(
                "encrypted",
                geometry(ONE, SECTORS),
                List.of(old),
                List.of(image),
                manifest,
                UpdateStory.envelope(manifest),
                web,
                new PayloadCipher(List.of(shared)),
                true);
    }

    /** Two of three components are new, the third is carried over. */
    static UpdateStory components() {
        int sectors = 26;
        List<byte[]> olds = new ArrayList<>();
        List<byte[]> news = new ArrayList<>();
        UpdateStory.Web web = new UpdateStory.Web();
        for (int i = 0; i < 3; i++) {
            olds.add(UpdateStory.image(10 + i, sectors * BlockDevice.SECTOR - i));
            if (i < 2) {
                news.add(UpdateStory.image(20 + i, sectors * BlockDevice.SECTOR - 3 * i));
                web.whole.put("u" + i, news.get(i));
            }
        }
        Manifest manifest = UpdateStory.manifest(THREE, news, List.of());
        return new UpdateStory(
                "several components",
                geometry(THREE, sectors),
                olds,
                news,
                manifest,
                UpdateStory.envelope(manifest),
                web,
                NO_KEYS,
                true);
    }
}
