package dev.muster.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.agent.maintenance.LocalRefused;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.agent.state.Factory;
import dev.muster.agent.state.KeyPlace;
import dev.muster.agent.wipe.Eraser;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.devices.maintenance.WipeProof;
import dev.muster.format.devices.orders.Strength;
import dev.muster.testing.Authority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users put on a device is handed out whole or destroyed with a proof, and nothing else is. */
class UserDataTest {
    private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);

    @TempDir
    private Path folder;

    private DeviceRoots roots;
    private Authority.Identity device;

    @BeforeEach
    void aDeviceWithPictures() throws IOException {
        roots = DeviceRoots.under(folder, Strength.CHECKED, Durability.PROCESS_END)
                .create();
        Files.createDirectories(roots.factory());
        new Factory(URI.create("https://localhost:9443"), "acme", "cam", "acme.example").write(roots);
        Path lines = roots.factory().resolve("agent.properties");
        Files.writeString(lines, Files.readString(lines) + "data=data, more, missing\n");
        device = Authority.root("CN=Acme", NOW.minusSeconds(60)).identity("SERIALNUMBER=cam-1,O=acme", NOW);
        new Credential(device.keys().getPrivate(), device.chain()).keep(roots);
        put("data/pictures/1.jpg", "a face");
        put("data/notes", "buy milk");
        put("more/x", "x");
        put("secret/key", "not the users'");
        Files.createSymbolicLink(folder.resolve("data/out"), folder.resolve("secret"));
    }

    private void put(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private UserData users(Eraser eraser) {
        return new UserData(roots, KeyPlace.FILES, eraser);
    }

    private Map<String, String> export(String below) throws IOException, LocalRefused {
        Map<String, String> found = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(
                new ByteArrayInputStream(users(Eraser.OVERWRITING).export(below)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                found.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return found;
    }

    @Test
    void allOfItIsHandedOutAndNothingThatALinkLeadsTo() throws Exception {
        assertThat(export(""))
                .containsExactly(
                        Map.entry("data/notes", "buy milk"),
                        Map.entry("data/pictures/1.jpg", "a face"),
                        Map.entry("more/x", "x"));
        assertThat(export("data/pictures")).containsOnlyKeys("data/pictures/1.jpg");
        assertThat(export("dat")).as("no part of a name").isEmpty();
        assertThat(export("../secret")).isEmpty();
    }

    @Test
    void moreThanFitsIsRefusedAndNotCutShort() throws Exception {
        Files.write(folder.resolve("data/film"), new byte[UserData.MAX_BYTES]);
        assertThatThrownBy(() -> export(""))
                .isInstanceOfSatisfying(
                        LocalRefused.class, no -> assertThat(no.code()).isEqualTo("file-too-large"));
        assertThat(export("more")).containsOnlyKeys("more/x");
    }

    @Test
    void anErasureDestroysItAndNothingElseAndTheDeviceSignsThat() throws Exception {
        byte[] signed = users(Eraser.OVERWRITING).erase("r-1", CLOCK);
        assertThat(WipeProof.verify(signed, VerificationKey.of(device.keys().getPublic())))
                .isInstanceOf(Verdict.Valid.class);
        WipeProof proof = WipeProof.parse(signed);
        assertThat(proof.custody()).isEqualTo("r-1");
        assertThat(proof.complete()).isTrue();
        assertThat(proof.places().stream().mapToLong(WipeProof.Place::files).sum())
                .as("two files and a link, one file, none")
                .isEqualTo(4);
        assertThat(folder.resolve("data/notes")).doesNotExist();
        assertThat(folder.resolve("secret/key")).hasContent("not the users'");
        assertThat(Credential.operational(roots)).as("keys stay").isPresent();
        assertThat(export("")).isEmpty();
    }

    @Test
    void whatCannotBeDestroyedIsSaid() throws Exception {
        Eraser failing = file -> {
            if (file.endsWith("notes")) {
                throw new IOException("read-only");
            }
            Files.deleteIfExists(file);
        };
        WipeProof proof = WipeProof.parse(users(failing).erase("r-1", CLOCK));
        assertThat(proof.complete()).isFalse();
        assertThat(folder.resolve("data/notes")).exists();
        assertThat(folder.resolve("data/pictures/1.jpg")).doesNotExist();
    }
}
