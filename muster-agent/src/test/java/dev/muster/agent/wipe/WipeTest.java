package dev.muster.agent.wipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.agent.state.Factory;
import dev.muster.agent.state.WipeJournal;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.devices.maintenance.WipeProof;
import dev.muster.format.devices.orders.Strength;
import dev.muster.testing.Authority;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys first, then data, then the last key; whenever the power goes, the next start ends in the same. */
class WipeTest {
    private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW.plusSeconds(9));

    @TempDir
    private Path folder;

    private DeviceRoots roots;
    private Credential identity;

    /** The power goes: nothing after it happens, and nobody catches it. */
    private static final class PowerCut extends Error {
        private static final long serialVersionUID = 1;
    }

    @BeforeEach
    void aDeviceThatHasLived() throws IOException {
        build(folder.resolve("dev"));
    }

    private void build(Path device) throws IOException {
        roots = DeviceRoots.under(device, Strength.CHECKED, Durability.PROCESS_END)
                .create();
        Files.createDirectories(roots.factory());
        new Factory(URI.create("https://localhost:9443"), "acme", "cam", "acme.example").write(roots);
        Files.writeString(
                roots.factory().resolve("agent.properties"),
                Files.readString(roots.factory().resolve("agent.properties")) + "data=data, more\n");
        Authority.Identity device1 =
                Authority.root("CN=Acme", NOW.minusSeconds(60)).identity("SERIALNUMBER=cam-1,O=acme", NOW);
        identity = new Credential(device1.keys().getPrivate(), device1.chain());
        identity.keep(roots);
        put(roots.identity().resolve("next.pem"), "the next key");
        put(roots.identity().resolve("authorities.pem"), "who issues");
        put(roots.state().resolve("boot.properties"), "active=a");
        put(roots.state().resolve("orders.properties"), "done");
        put(roots.state().resolve("outbox/000000000001"), "a report");
        put(roots.network().resolve("normal.nft"), "rules");
        put(roots.slots().resolve("slot-a/bin/camd"), "software");
        put(device.resolve("data/pictures/1.jpg"), "a face");
        put(device.resolve("data/ldevid.pem"), "not the key, whatever it is called");
        put(device.resolve("elsewhere/kept"), "not ours");
        Files.createSymbolicLink(device.resolve("data/out"), device.resolve("elsewhere"));
    }

    private static void put(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void allIsDestroyedAndProvedKeysFirst() throws IOException {
        List<String> erased = new ArrayList<>();
        Wipe wipe = new Wipe(roots, file -> {
            erased.add(file.getFileName().toString());
            Eraser.OVERWRITING.erase(file);
        });
        wipe.order("gov-7", "cu-1", NOW);
        byte[] signed = wipe.destroy(identity, CLOCK);
        assertThat(erased.subList(0, 2)).containsExactlyInAnyOrder("next.pem", "authorities.pem");
        assertThat(wipe.destroy(identity, CLOCK)).as("asked again").isEqualTo(signed);
        WipeProof proof = WipeProof.parse(signed);
        assertThat(WipeProof.verify(
                        signed, VerificationKey.of(identity.certificate().getPublicKey())))
                .isInstanceOf(Verdict.Valid.class);
        assertThat(proof.complete()).isTrue();
        assertThat(proof.device()).isEqualTo("cam-1");
        assertThat(proof.custody()).isEqualTo("cu-1");
        assertThat(proof.strength()).isEqualTo(Strength.CHECKED);
        assertThat(proof.places())
                .extracting(WipeProof.Place::kind)
                .startsWith(WipeProof.Kind.KEYS, WipeProof.Kind.DATA);
        assertThat(proof.places().getFirst().files()).isEqualTo(2);
        assertThat(proof.places().get(3).files())
                .as("pictures, a file with a key's name, a link")
                .isEqualTo(3);
        assertThat(Credential.operational(roots)).as("until it is delivered").isPresent();
        wipe.finish();
        nothingIsLeft();
    }

    private void nothingIsLeft() throws IOException {
        Path device = roots.state().getParent();
        try (var files = Files.walk(device)) {
            assertThat(files.filter(file -> !Files.isDirectory(file))
                            .map(file -> device.relativize(file).toString()))
                    .containsExactlyInAnyOrder(
                            "factory/agent.properties",
                            "slots/slot-a/bin/camd",
                            "state/boot.properties",
                            "elsewhere/kept");
        }
        assertThat(new WipeJournal(roots).ordered()).isEmpty();
    }

    @Test
    void thePowerGoesAtEveryStep() throws IOException {
        int steps = 0;
        boolean cut = true;
        while (cut) {
            build(folder.resolve("cut-" + steps));
            new Wipe(roots, Eraser.OVERWRITING).order("gov-7", "cu-1", NOW);
            cut = ends(cuttingAfter(steps));
            while (!new WipeJournal(roots).ordered().isEmpty()) {
                ends(Eraser.OVERWRITING);
            }
            nothingIsLeft();
            steps++;
        }
        assertThat(steps).as("steps that were cut").isGreaterThan(8);
    }

    /** Whether the power went. The proof says what was there at first, whatever was gone when it was signed. */
    private boolean ends(Eraser eraser) throws IOException {
        Wipe wipe = new Wipe(roots, eraser);
        try {
            if (!new WipeJournal(roots).isDelivered()) {
                WipeProof proof = WipeProof.parse(wipe.destroy(identity, CLOCK));
                assertThat(proof.complete()).isTrue();
                assertThat(proof.places().getFirst().files()).isEqualTo(2);
            }
            wipe.finish();
            return false;
        } catch (PowerCut gone) {
            return true;
        }
    }

    /** In the middle of a file, after {@code whole} whole ones: it is half written over. */
    private static Eraser cuttingAfter(int whole) {
        int[] left = {whole};
        return file -> {
            if (left[0]-- == 0) {
                if (Files.isRegularFile(file)) {
                    Files.write(file, new byte[] {0, 0});
                }
                throw new PowerCut();
            }
            Eraser.OVERWRITING.erase(file);
        };
    }

    @Test
    void whatCannotBeDestroyedIsSaidAndKeepsTheLastKey() throws IOException {
        Wipe wipe = new Wipe(roots, file -> {
            if (file.endsWith("1.jpg")) {
                throw new IOException("read-only");
            }
            Eraser.OVERWRITING.erase(file);
        });
        wipe.order("gov-7", "cu-1", NOW);
        WipeProof proof = WipeProof.parse(wipe.destroy(identity, CLOCK));
        assertThat(proof.complete()).isFalse();
        assertThat(proof.places().get(3).remaining()).isEqualTo(1);
        wipe.finish();
        assertThat(Credential.operational(roots)).isPresent();
        assertThat(new WipeJournal(roots).ordered()).isEmpty();
    }

    @Test
    void aFileIsWrittenOverBeforeItIsRemoved() throws IOException {
        Path secret = folder.resolve("secret");
        Path same = folder.resolve("same");
        Files.writeString(secret, "x".repeat(200_000));
        Files.createLink(same, secret);
        Eraser.OVERWRITING.erase(secret);
        assertThat(secret).doesNotExist();
        assertThat(Files.readAllBytes(same)).hasSize(200_000).containsOnly(0);
        assertThat(new String(Files.readAllBytes(same), StandardCharsets.US_ASCII))
                .doesNotContain("x");
    }

    @Test
    void withoutAnOrderNothingIsDestroyed() {
        assertThatThrownBy(() -> new Wipe(roots, Eraser.OVERWRITING).destroy(identity, CLOCK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no wipe");
        assertThat(roots.identity().resolve("next.pem")).exists();
    }
}
