package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.Artifact;
import dev.muster.core.update.Rollouts;
import dev.muster.format.update.suit.SuitDigest;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** What nothing leads to goes after its time; whatever a release or an open order names stays, however old. */
class ArtifactSweepContractTest {
    @TempDir
    private Path dir;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Artifact put(ArtifactStore store, OrgId org, byte[] bytes) throws IOException {
        return ((ArtifactStore.Put.Stored) store.put(org, new ByteArrayInputStream(bytes), Shop.START)).artifact();
    }

    private static Artifact passing(ArtifactStore store, byte[] bytes) throws IOException {
        return ((ArtifactStore.Put.Stored) store.putPassing(Shop.ORG, new ByteArrayInputStream(bytes), Shop.START))
                .artifact();
    }

    private void aged(Instant to) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(to));
            }
        }
    }

    @BothDatabases
    void drillsGoAfterAWeekAndForgottenUploadsAfterAMonth(Database database) throws IOException {
        ArtifactStore store = new ArtifactStore(dir, 3000);
        try (Shop shop = new Shop(database);
                DeltaStore deltas = new DeltaStore(dir, store, InstantSource.system())) {
            DeviceId device = shop.device("cam-1", "1.0");
            byte[] envelope = Shop.envelope(2, "2.0").sign(Shop.key(Shop.MAKER));
            shop.accept(Shop.MAKER);
            shop.publish(envelope);
            Artifact published = put(store, Shop.ORG, envelope);
            Artifact image = put(store, Shop.ORG, Shop.image(2));
            Artifact forgotten = put(store, Shop.ORG, bytes("forgotten"));
            Artifact elsewhere = put(store, new OrgId("city"), bytes("forgotten"));
            store.describe(Shop.ORG, forgotten.sha256());
            Artifact drill = passing(store, bytes("a drill"));
            Artifact running = passing(store, bytes("a drill that waits"));
            assertThat(passing(store, Shop.image(2))).as("it was here").isEqualTo(image);
            shop.<Rollouts.Answer>run(known -> Rollouts.drill(device, running, "/x", "muster", known, shop.now));
            Path difference = dir.resolve(".deltas/acme/" + forgotten.sha256() + "-" + image.sha256());
            Files.createDirectories(difference.getParent());
            Files.write(difference, new byte[1]);

            aged(shop.now);
            ArtifactSweep sweep = new ArtifactSweep(store, deltas, database, () -> shop.now);
            shop.later(ArtifactSweep.PASSING_KEPT);
            sweep.sweep(Shop.ORG);
            assertThat(store.find(Shop.ORG, drill.sha256())).as("to the second").isPresent();
            shop.later(Duration.ofSeconds(1));
            sweep.sweep(Shop.ORG);
            assertThat(store.find(Shop.ORG, drill.sha256())).isEmpty();
            assertThat(store.find(Shop.ORG, running.sha256()))
                    .as("its order is open")
                    .isPresent();
            assertThat(store.find(Shop.ORG, forgotten.sha256())).isPresent();
            assertThat(difference).exists();

            shop.later(ArtifactSweep.UPLOADS_KEPT);
            sweep.sweep(Shop.ORG);
            assertThat(store.find(Shop.ORG, forgotten.sha256())).isEmpty();
            assertThat(difference).doesNotExist();
            assertThat(store.find(Shop.ORG, published.sha256())).isPresent();
            assertThat(store.find(Shop.ORG, image.sha256())).isPresent();
            assertThat(store.find(new OrgId("city"), elsewhere.sha256()))
                    .as("another organisation's")
                    .isPresent();
            assertThat(files("acme")).isEqualTo(4);
        }
    }

    private long files(String org) throws IOException {
        try (Stream<Path> files = Files.walk(dir.resolve(org))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    /** Room that was taken is free again, and what is wanted now is as new. */
    @BothDatabases
    void whatGoesMakesRoom(Database database) throws IOException {
        ArtifactStore store = new ArtifactStore(dir, 100);
        try (Shop shop = new Shop(database);
                DeltaStore deltas = new DeltaStore(dir, store, InstantSource.system())) {
            Artifact old = put(store, Shop.ORG, new byte[90]);
            aged(shop.now);
            assertThat(store.put(Shop.ORG, new ByteArrayInputStream(new byte[95]), Shop.START))
                    .isInstanceOf(ArtifactStore.Put.OverQuota.class);
            ArtifactSweep sweep = new ArtifactSweep(store, deltas, database, () -> shop.now);
            shop.later(ArtifactSweep.UPLOADS_KEPT.plusSeconds(1));
            store.touch(Shop.ORG, old.sha256(), shop.now);
            store.touch(Shop.ORG, SuitDigest.sha256(new byte[1]).hex(), shop.now);
            sweep.sweep(Shop.ORG);
            assertThat(store.find(Shop.ORG, old.sha256())).isPresent();
            shop.later(ArtifactSweep.UPLOADS_KEPT.plusSeconds(1));
            sweep.sweep(Shop.ORG);
            assertThat(store.put(Shop.ORG, new ByteArrayInputStream(new byte[95]), Shop.START))
                    .isInstanceOf(ArtifactStore.Put.Stored.class);
        }
    }

    /** Who uploads again what was nearly forgotten, or what a drill brought, has as long as anybody to publish it. */
    @BothDatabases
    void whatIsUploadedAgainIsAsNew(Database database) throws IOException {
        ArtifactStore store = new ArtifactStore(dir);
        try (Shop shop = new Shop(database);
                DeltaStore deltas = new DeltaStore(dir, store, InstantSource.system())) {
            put(store, Shop.ORG, bytes("forgotten"));
            passing(store, bytes("a drill"));
            shop.later(ArtifactSweep.UPLOADS_KEPT.plusSeconds(1));
            for (String text : List.of("forgotten", "a drill")) {
                assertThat(store.put(Shop.ORG, new ByteArrayInputStream(bytes(text)), shop.now))
                        .isInstanceOfSatisfying(
                                ArtifactStore.Put.Stored.class,
                                stored -> assertThat(stored.known()).isTrue());
            }
            ArtifactSweep sweep = new ArtifactSweep(store, deltas, database, () -> shop.now);
            shop.later(ArtifactSweep.UPLOADS_KEPT);
            sweep.sweep(Shop.ORG);
            assertThat(files("acme")).isEqualTo(2);
            shop.later(Duration.ofSeconds(1));
            sweep.sweep(Shop.ORG);
            assertThat(files("acme")).isZero();
        }
    }

    @BothDatabases
    void itLooksOnceAnHourAlsoWhenTheClockIsSetBack(Database database) {
        Instant[] now = {Shop.START};
        ArtifactStore store = new ArtifactStore(dir);
        try (DeltaStore deltas = new DeltaStore(dir, store, InstantSource.system())) {
            ArtifactSweep sweep = new ArtifactSweep(store, deltas, database, () -> now[0]);
            assertThat(sweep.due()).isTrue();
            assertThat(sweep.due()).isFalse();
            now[0] = now[0].plus(Duration.ofMinutes(60));
            assertThat(sweep.due()).isTrue();
            now[0] = Shop.START.minus(Duration.ofDays(40));
            assertThat(sweep.due()).isTrue();
            assertThat(sweep.due()).isFalse();
        }
    }
}
