package dev.muster.server;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.assurance.Checks;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.HowFar;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.LedgerSettings;
import dev.muster.ledger.fsck.LedgerReports;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.DatabaseException;
import dev.muster.server.config.DataDirectory;
import dev.muster.server.config.ServerConfig;
import dev.muster.server.config.StartFailure;
import dev.muster.server.ledger.VerdictReplays;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The ledger in a data directory that no server uses: to check it without trusting a server, or because none starts. It
 * takes the directory's lock, opens no door and appends nothing.
 */
public final class OfflineLedger implements AutoCloseable {
    private static final String SQLITE = "jdbc:sqlite:";

    private final DataDirectory data;
    private final Database database;
    private final Ledger ledger;

    private OfflineLedger(DataDirectory data, Database database, Ledger ledger) {
        this.data = data;
        this.database = database;
        this.ledger = ledger;
    }

    /** @throws StartFailure when there is no ledger, or a server uses it */
    public static OfflineLedger open(ServerConfig config) {
        if (!Files.isDirectory(config.data()) || !databaseExists(config.database())) {
            throw new StartFailure("There is no ledger in " + config.data() + ".");
        }
        DataDirectory data = DataDirectory.open(config.data());
        try {
            return open(config, data);
        } catch (DatabaseException unreadable) {
            data.close();
            throw new StartFailure(
                    "The database of the ledger cannot be read: " + unreadable.getMessage() + ".", unreadable);
        } catch (RuntimeException | Error failed) {
            data.close();
            throw failed;
        }
    }

    private static OfflineLedger open(ServerConfig config, DataDirectory data) {
        Database database = Database.open(config.database());
        try {
            List<String> missing = Topics.migrations().missing(database);
            if (!missing.isEmpty()) {
                throw new StartFailure("The data in " + config.data() + " was written by an older Muster ("
                        + missing.size() + " scripts behind, the first is " + missing.getFirst()
                        + "). Start the server on it once (muster up), or check it with the build that wrote it.");
            }
            Ledger ledger = Ledger.open(new LedgerSettings(
                    database,
                    data.path().resolve("ledger"),
                    LedgerSettings.Tiles.FILES,
                    config.http().names().getFirst(),
                    Topics.codec(),
                    Topics.projections(),
                    InstantSource.system(),
                    new SecureRandom()));
            return new OfflineLedger(data, database, ledger);
        } catch (RuntimeException | Error failed) {
            database.close();
            throw failed;
        }
    }

    /** Opening SQLite would make a file where there is none. */
    private static boolean databaseExists(String url) {
        return !url.startsWith(SQLITE)
                || Files.exists(Path.of(url.substring(SQLITE.length()).replaceFirst("\\?.*", "")));
    }

    /** Every organisation whose logs have begun. */
    public List<OrgId> orgs() {
        return ledger.orgs();
    }

    /** What {@code POST /api/v1/{org}/log/fsck} answers; nobody waits for it. */
    public Map<String, Object> fsck(OrgId org) {
        return fsck(org, HowFar.UNASKED);
    }

    /** The same for somebody who waits. */
    public Map<String, Object> fsck(OrgId org, HowFar howFar) {
        return LedgerReports.fsck(ledger, known(org), howFar);
    }

    /** What {@code POST /api/v1/{org}/log/replay} answers; nobody waits for it. */
    public Map<String, Object> replay(OrgId org) {
        return replay(org, HowFar.UNASKED);
    }

    /** The same for somebody who waits. */
    public Map<String, Object> replay(OrgId org, HowFar howFar) {
        known(org);
        Checks checks = Topics.checks();
        return VerdictReplays.beside(
                LedgerReports.replay(ledger, org, howFar),
                VerdictReplays.of(
                        ledger, org, PackRules.facts(), new Assessor(Topics.catalogue(checks), checks), howFar));
    }

    private OrgId known(OrgId org) {
        if (!ledger.exists(org)) {
            throw new StartFailure("There is no ledger of organisation " + org + " in " + data.path() + ".");
        }
        return org;
    }

    @Override
    public void close() {
        ledger.close();
        database.close();
        data.close();
    }
}
