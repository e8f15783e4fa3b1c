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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    private Instant now = Instant.parse("2026-11-29T12:00:00Z");
    private ArtifactStore artifacts;
    private DeltaStore deltas;

    @BeforeEach
    void open() {
        new Random(1).nextBytes(old);
        artifacts = new ArtifactStore(dir);
        deltas = new DeltaStore(dir, artifacts, () -> now);
    }

    @AfterEach
    void close() {
        deltas.close();
    }

    private String put(byte[] content) throws IOException {
        return ((ArtifactStore.Put.Stored) artifacts.put(Shop.ORG, new ByteArrayInputStream(content), Shop.START))
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

    /** Every pair in turn is more than is kept: an hour's worth is made, and another one after the hour. */
    @Test
    void whoAsksForEveryPairHasAnHoursWorthMade() throws Exception {
        List<String> images = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            byte[] image = Arrays.copyOf(old, 2_000);
            image[i] ^= 1;
            images.add(put(image));
        }
        int made = 0;
        for (String base : images) {
            for (String image : images) {
                made += !base.equals(image) && settled(base, image) instanceof DeltaStore.Found.Made ? 1 : 0;
            }
        }
        assertThat(made).isEqualTo(DeltaStore.MOST_KEPT);
        now = now.plus(Duration.ofMinutes(61));
        assertThat(settled(images.get(9), images.get(8))).isInstanceOf(DeltaStore.Found.Made.class);
    }
}
