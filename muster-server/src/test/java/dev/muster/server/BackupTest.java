package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.HowFar;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.FreshDatabases;
import dev.muster.server.backup.Backup;
import dev.muster.server.backup.Restore;
import dev.muster.server.config.ServerConfig;
import dev.muster.server.config.StartFailure;
import dev.muster.testing.Needs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server is put back elsewhere from one file, and what is lost or open is not passed over. */
class BackupTest {
    /** Debian 12 has the tools of PostgreSQL 15, and the tests bring a server of 18: pg_dump refuses a newer server. */
    private static final String UNCOVERED =
            "backup of PostgreSQL: no pg_dump that is as new as the server of the tests";

    private static final OrgId DEMO = new OrgId("demo");

    @TempDir
    Path parent;

    /** Parts that went from nothing to the whole without a step back. */
    private static final class ToldHowFar implements HowFar {
        private final Map<String, Long> at = new LinkedHashMap<>();
        private final List<String> ended = new ArrayList<>();

        @Override
        public void at(String what, long done, long all) {
            assertThat(done).as(what).isBetween(at.getOrDefault(what, 0L), all);
            assertThat(at.containsKey(what)).as("begins with nothing done").isEqualTo(done > 0);
            at.put(what, done);
            if (done == all) {
                ended.add(what);
            }
        }

        List<String> parts() {
            assertThat(ended).containsExactlyElementsOf(at.keySet());
            return ended;
        }
    }

    private static ServerConfig config(Path data, String database) {
        Map<String, String> flags = new HashMap<>(Map.of("http.console-port", "0", "http.device-port", "0"));
        if (!database.isEmpty()) {
            flags.put("database", database);
        }
        return ServerConfig.load(data, flags, Map.of());
    }

    @Test
    void aRunningServerIsPutBackElsewhere() throws Exception {
        ServerConfig there = config(parent.resolve("there"), "");
        ServerConfig here = config(parent.resolve("here"), "");
        putBackElsewhere(there, here, () -> {});
        try (OfflineLedger ledger = OfflineLedger.open(here)) {
            assertThat(ledger.fsck(DEMO)).containsEntry("clean", true);
        }
    }

    @Test
    void soIsOneOnPostgresql() throws Exception {
        Needs.peer(Path.of("/usr/bin/pg_dump"), UNCOVERED);
        String url = FreshDatabases.postgresqlUrl();
        String schema = url.replaceFirst("(?s).*currentSchema=([a-z0-9_]+).*", "$1");
        try {
            putBackElsewhere(config(parent.resolve("there"), url), config(parent.resolve("here"), url), () -> {
                try (Database database = Database.open(url)) {
                    database.change(tx -> tx.update("drop schema " + schema + " cascade"));
                }
            });
        } catch (StartFailure failed) {
            Needs.peer(!String.valueOf(failed.getMessage()).contains("version mismatch"), UNCOVERED);
            throw failed;
        }
    }

    private void putBackElsewhere(ServerConfig there, ServerConfig here, Runnable lost) throws Exception {
        Path file = parent.resolve("backup.muster");
        try (MusterServer server = MusterServer.start(there);
                ApiUser local = ApiUser.local(there.data(), server)) {
            local.post("/api/v1/orgs", Map.of("org", "other", "name", "Other"));
            ToldHowFar told = new ToldHowFar();
            Backup.Taken taken = Backup.take(there, file, Instant.now(), told);
            assertThat(told.parts())
                    .as("all of each part was counted, and no more")
                    .containsExactly("bytes of the database and the files", "bytes of the backup");
            assertThat(taken.files()).isPositive();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThatThrownBy(() -> Backup.take(there, file, Instant.now()))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("exists already");
        }
        lost.run();
        ToldHowFar told = new ToldHowFar();
        Restore.Restored restored = Restore.put(here, file, told);
        assertThat(told.parts()).containsExactly("bytes");
        assertThat(restored.files()).isPositive();
        try (MusterServer server = MusterServer.start(here);
                ApiUser local = ApiUser.local(here.data(), server)) {
            assertThat(local.get("/api/v1/orgs").body()).contains("other");
        }
        assertThatThrownBy(() -> Restore.put(here, file))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("not empty");
    }

    @Test
    void aDamagedBackupIsNotPutBack() throws Exception {
        ServerConfig there = config(parent.resolve("there"), "");
        MusterServer.start(there).close();
        Path file = parent.resolve("backup.muster");
        Backup.take(there, file, Instant.now());
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readAllBytes();
        }
        bytes[bytes.length / 2] ^= 0x55;
        Files.write(file, bytes);
        assertThatThrownBy(() -> Restore.put(config(parent.resolve("here"), ""), file))
                .isInstanceOf(StartFailure.class);
    }

    @Test
    void aLedgerWithoutItsKeysDoesNotGetOthers() throws Exception {
        ServerConfig config = config(parent.resolve("data"), "");
        MusterServer.start(config).close();
        remove(config.data().resolve("ledger").resolve("keys"));
        assertThatThrownBy(() -> MusterServer.start(config))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("its keys are not in")
                .hasMessageContaining("muster restore");
        assertThat(config.data().resolve("ledger/keys/demo/record.pem")).doesNotExist();
    }

    @Test
    void whatIsOpenToOthersIsNotServed() throws Exception {
        ServerConfig config = config(parent.resolve("data"), "");
        MusterServer.start(config).close();
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(config.data().resolve("muster.db"))))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(config.data(), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatThrownBy(() -> MusterServer.start(config))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("chmod -R go-rwx " + config.data());
        Files.setPosixFilePermissions(config.data(), PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(
                config.data().resolve("operator.token"), PosixFilePermissions.fromString("rw-r--r--"));
        MusterServer.start(config).close();
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(config.data().resolve("operator.token"))))
                .isEqualTo("rw-------");
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }
}
