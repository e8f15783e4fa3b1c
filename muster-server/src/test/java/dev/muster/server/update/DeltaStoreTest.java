package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.update.delta.DeltaReader;
import dev.muster.testing.Waiting;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A difference is made once, when it is asked for, and only kept when it saves something. */
class DeltaStoreTest {
    @TempDir
    private Path dir;

    private final byte[] old = new byte[300_000];
    private ArtifactStore artifacts;
    private DeltaStore deltas;

    @BeforeEach
    void open() {
        new Random(1).nextBytes(old);
        artifacts = new ArtifactStore(dir);
        deltas = new DeltaStore(dir, artifacts);
    }

    @AfterEach
    void close() {
        deltas.close();
    }

    private String put(byte[] content) throws IOException {
        return ((ArtifactStore.Put.Stored) artifacts.put(Shop.ORG, new ByteArrayInputStream(content)))
                .artifact()
                .sha256();
    }

    private DeltaStore.Found settled(String base, String image) throws Exception {
        return Waiting.value(
                "the difference",
                Duration.ofSeconds(30),
                () -> Optional.of(deltas.find(Shop.ORG, base, image))
                        .filter(found -> !(found instanceof DeltaStore.Found.Underway)));
    }

    @Test
    void itMakesTheImageAndIsMadeOnce() throws Exception {
        byte[] fresh = old.clone();
        fresh[150_000] ^= 1;
        String base = put(old);
        String image = put(fresh);
        assertThat(deltas.find(Shop.ORG, base, image)).isInstanceOf(DeltaStore.Found.Underway.class);
        Path file = ((DeltaStore.Found.Made) settled(base, image)).file();
        assertThat(Files.size(file)).isLessThan(10_000);
        ByteArrayOutputStream made = new ByteArrayOutputStream();
        try (var in = Files.newInputStream(file)) {
            DeltaReader reader = new DeltaReader(in, 0, base(), fresh.length);
            for (byte[] block = reader.next(made.size()); block.length > 0; block = reader.next(made.size())) {
                made.write(block);
            }
        }
        assertThat(made.toByteArray()).isEqualTo(fresh);
        var time = Files.getLastModifiedTime(file);
        assertThat(settled(base, image)).isEqualTo(new DeltaStore.Found.Made(file));
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);
    }

    private DeltaReader.Base base() {
        return new DeltaReader.Base() {
            @Override
            public long bytes() {
                return old.length;
            }

            @Override
            public void read(long at, byte[] into) {
                System.arraycopy(old, (int) at, into, 0, into.length);
            }
        };
    }

    @Test
    void whatSavesNothingIsNone() throws Exception {
        byte[] other = new byte[300_000];
        new Random(2).nextBytes(other);
        assertThat(settled(put(old), put(other))).isInstanceOf(DeltaStore.Found.None.class);
    }

    @Test
    void ofWhatIsNotHereThereIsNone() throws IOException {
        String base = put(old);
        assertThat(deltas.find(Shop.ORG, base, "0".repeat(64))).isInstanceOf(DeltaStore.Found.None.class);
        assertThat(deltas.find(Shop.ORG, base, base)).isInstanceOf(DeltaStore.Found.None.class);
        assertThat(deltas.find(Shop.ORG, "../..", base)).isInstanceOf(DeltaStore.Found.None.class);
    }
}
