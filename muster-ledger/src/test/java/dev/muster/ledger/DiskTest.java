package dev.muster.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.fsck.Fsck;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.DatabaseException;
import dev.muster.ledger.sql.testing.FreshDatabases;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.ledger.tree.LogId;
import dev.muster.testing.Needs;
import dev.muster.testing.TestFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A small file system that fills up or becomes read-only: a clear refusal, and nothing acknowledged is lost. */
class DiskTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final int MEGABYTES = 12;

    private Path mount;

    @BeforeEach
    void mount() throws Exception {
        mount = TestFolders.create("muster-disk-");
        Needs.that(
                run("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m", "tmpfs", mount.toString()),
                "needs root to mount a small file system: full and read-only disks are not covered");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", mount.toString());
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(List.of(command))
                        .redirectErrorStream(true)
                        .start()
                        .waitFor()
                == 0;
    }

    private Database database() {
        return Database.open("jdbc:sqlite:" + mount.resolve("muster.db"));
    }

    private static void append(Ledger ledger, int bytes) {
        ledger.shell()
                .run(
                        ACME,
                        Function.identity(),
                        tx -> Decision.of(
                                true,
                                new Draft(
                                        Subject.org(ACME),
                                        Instant.EPOCH,
                                        "tester",
                                        new LedgerEvent.BodyErased(1_000_000, "x".repeat(bytes)))));
    }

    @Test
    void aFullDiskIsRefusedClearlyAndAfterwardsTheLogGoesOn() throws Exception {
        try (Database database = database();
                TestLedger fixture = TestLedger.in(mount.resolve("ledger"), database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            Path ballast = mount.resolve("ballast");
            Files.write(ballast, new byte[6 << 20]);
            int acknowledged = 0;
            DatabaseException refused = null;
            while (refused == null && acknowledged < 10_000) {
                try {
                    append(ledger, 5_000);
                    acknowledged++;
                } catch (DatabaseException full) {
                    refused = full;
                }
            }
            assertThat(refused).isNotNull();
            assertThat(refused.kind()).isIn(DatabaseException.Kind.FULL, DatabaseException.Kind.UNAVAILABLE);
            assertThat(ledger.size(LogId.record(ACME))).isEqualTo(2L + acknowledged);
            Files.delete(ballast);
            append(ledger, 5_000);
            assertThat(ledger.size(LogId.record(ACME))).isEqualTo(3L + acknowledged);
            assertThat(new Fsck(ledger).check(LogId.record(ACME)).faults()).isEmpty();
        }
    }

    @Test
    void aReadOnlyDiskIsRefusedClearlyAndNothingIsLost() throws Exception {
        try (Database database = database();
                TestLedger fixture = TestLedger.in(mount.resolve("ledger"), database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            append(ledger, 10);
        }
        assertThat(run("mount", "-o", "remount,ro", mount.toString())).isTrue();
        assertThatThrownBy(() -> {
                    try (Database database = database();
                            TestLedger fixture = TestLedger.in(mount.resolve("ledger"), database)) {
                        append(fixture.open(), 10);
                    }
                })
                .isInstanceOfAny(DatabaseException.class, java.io.UncheckedIOException.class)
                .hasMessageMatching("(?is).*(read-?only|unable to open|cannot use the ledger).*");
        assertThat(run("mount", "-o", "remount,rw", mount.toString())).isTrue();
        try (Database database = database();
                TestLedger fixture = TestLedger.in(mount.resolve("ledger"), database)) {
            Ledger ledger = fixture.open();
            assertThat(ledger.size(LogId.record(ACME))).isEqualTo(3);
            append(ledger, 10);
            assertThat(new Fsck(ledger).check(LogId.record(ACME)).faults()).isEmpty();
        }
    }

    @Test
    void aReadOnlyDirectoryDoesNotOpen() throws Exception {
        Path directory = Files.createDirectory(mount.resolve("ledger"));
        try (Database database = FreshDatabases.sqlite()) {
            TestLedger fixture = TestLedger.in(directory, database);
            assertThat(run("mount", "-o", "remount,ro", mount.toString())).isTrue();
            assertThatThrownBy(fixture::open).hasMessageContaining("cannot use the ledger's directory");
        }
    }
}
