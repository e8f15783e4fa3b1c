package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.server.config.ServerConfig;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The data folder that the demo of build 90bc5ec (2026-11-22) left, without its images: five devices that joined, were
 * updated, attacked and recovered. It opens with this server, its register of facts is brought over, and what the device
 * only said is told so.
 */
class OlderDemoTest {
    private static final OrgId DEMO = new OrgId("demo");

    @TempDir
    Path dir;

    private ServerConfig config;

    @BeforeEach
    void unpack() throws Exception {
        config = ServerConfig.load(unpacked(dir), Map.of("http.console-port", "0", "http.device-port", "0"), Map.of());
    }

    /** Its folder. */
    static Path unpacked(Path dir) throws Exception {
        Path data = Files.createDirectory(
                dir.resolve("data"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (InputStream kept = OlderDemoTest.class.getResourceAsStream("demo-of-90bc5ec.zip");
                ZipInputStream zip = new ZipInputStream(kept)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = data.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                }
            }
        }
        return data;
    }

    @Test
    void itOpensAndIsJudgedByWhatWasProved() throws Exception {
        try (MusterServer server = MusterServer.start(config)) {
            assertThat(server.console()).isNotNull();
        }
        try (OfflineLedger ledger = OfflineLedger.open(config)) {
            assertThat(ledger.fsck(DEMO)).containsEntry("clean", true);
            assertThat(ledger.replay(DEMO)).containsEntry("holds", true);
        }
        try (Database database = Database.open("jdbc:sqlite:" + dir.resolve("data/muster.db"))) {
            List<String> grades = database.read(tx -> tx.query(
                    "select fact_value, grade from fact where org = ? and fact_key = ?",
                    row -> row.text("fact_value") + " " + row.text("grade"),
                    "demo",
                    "attestation.strength"));
            assertThat(grades).hasSize(5).allMatch(grade -> grade.endsWith(" REPORTED"));
            List<String> states = database.read(
                    tx -> tx.query("select state from devices_device where org = ?", row -> row.text("state"), "demo"));
            assertThat(states)
                    .as("all of them showed good evidence once")
                    .hasSize(5)
                    .containsOnly("OPERATIONAL");
        }
    }
}
