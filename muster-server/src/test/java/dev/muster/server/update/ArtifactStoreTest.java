package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.Artifact;
import dev.muster.format.update.suit.SuitDigest;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactStoreTest {
    private static final OrgId ORG = new OrgId("acme");
    private static final byte[] BYTES = new byte[1000];

    @TempDir
    private Path dir;

    private static InputStream bytes() {
        return new ByteArrayInputStream(BYTES);
    }

    private static Artifact stored(ArtifactStore.Put put, boolean known) {
        assertThat(put).isInstanceOf(ArtifactStore.Put.Stored.class);
        ArtifactStore.Put.Stored stored = (ArtifactStore.Put.Stored) put;
        assertThat(stored.known()).isEqualTo(known);
        return stored.artifact();
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void theSameBytesAreKeptOnceUnderTheirDigest() throws IOException {
        ArtifactStore store = new ArtifactStore(dir);
        Artifact first = stored(store.put(ORG, bytes(), Shop.START), false);
        assertThat(first).isEqualTo(new Artifact(SuitDigest.sha256(BYTES).hex(), 1000));
        assertThat(stored(store.put(ORG, bytes(), Shop.START), true)).isEqualTo(first);
        assertThat(files()).isEqualTo(1);
        assertThat(store.find(ORG, first.sha256()).orElseThrow()).hasBinaryContent(BYTES);
        assertThat(store.find(new OrgId("other"), first.sha256())).isEmpty();
    }

    @Test
    void theQuotaHoldsAlsoAfterARestart() throws IOException {
        stored(new ArtifactStore(dir, 1500).put(ORG, bytes(), Shop.START), false);
        ArtifactStore again = new ArtifactStore(dir, 1500);
        assertThat(again.put(ORG, new ByteArrayInputStream(new byte[600]), Shop.START))
                .isInstanceOf(ArtifactStore.Put.OverQuota.class);
        assertThat(files()).isEqualTo(1);
        stored(again.put(ORG, new ByteArrayInputStream(new byte[500]), Shop.START), false);
    }

    /** What is coming counts before it is there: each of them alone would fit. */
    @Test
    void uploadsAtOnceDoNotPassTheQuotaTogether() throws Exception {
        ArtifactStore store = new ArtifactStore(dir, 1500);
        CountDownLatch began = new CountDownLatch(4);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ArtifactStore.Put>> uploads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                byte[] own = new byte[1000];
                own[0] = (byte) i;
                uploads.add(threads.submit(() -> store.put(ORG, pausing(own, began), Shop.START)));
            }
            int stored = 0;
            for (Future<ArtifactStore.Put> upload : uploads) {
                stored += upload.get() instanceof ArtifactStore.Put.Stored ? 1 : 0;
            }
            assertThat(stored).isLessThanOrEqualTo(1);
        }
        try (Stream<Path> files = Files.walk(dir)) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            assertThat(bytes).isLessThanOrEqualTo(1500);
        }
        stored(store.put(ORG, new ByteArrayInputStream(new byte[400]), Shop.START), false);
    }

    /** Gives a part, and the rest when all have given theirs. */
    private static InputStream pausing(byte[] bytes, CountDownLatch began) {
        InputStream second = new FilterInputStream(new ByteArrayInputStream(bytes, 300, 700)) {
            @Override
            public int read(byte[] buffer, int from, int length) throws IOException {
                began.countDown();
                try {
                    assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return super.read(buffer, from, length);
            }
        };
        return new SequenceInputStream(new ByteArrayInputStream(bytes, 0, 300), second);
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() throws IOException {
        ArtifactStore store = new ArtifactStore(dir);
        InputStream broken = new FilterInputStream(bytes()) {
            @Override
            public int read(byte[] buffer, int from, int length) throws IOException {
                int read = super.read(buffer, from, length);
                if (read < 0) {
                    throw new IOException("connection reset");
                }
                return read;
            }
        };
        assertThatThrownBy(() -> store.put(ORG, broken, Shop.START)).isInstanceOf(IOException.class);
        assertThat(files()).isZero();
    }

    @Test
    void partsOfAStoppedServerAreRemoved() throws IOException {
        new ArtifactStore(dir);
        Files.write(dir.resolve(".parts/upload-1"), BYTES);
        new ArtifactStore(dir);
        assertThat(files()).isZero();
    }

    @Test
    void onlyADigestIsAName() throws IOException {
        ArtifactStore store = new ArtifactStore(dir);
        stored(store.put(ORG, bytes(), Shop.START), false);
        for (String name : new String[] {"", "..", "../../etc/passwd", "A".repeat(64), "0".repeat(63) + "/"}) {
            assertThat(store.find(ORG, name)).as(name).isEmpty();
        }
    }
}
