package dev.muster.server;

import dev.muster.core.ledger.EventCodec;
import dev.muster.server.assurance.EntryFacts;
import dev.muster.server.assurance.FactProjection;
import dev.muster.server.config.DataDirectory;
import dev.muster.server.config.ServerConfig;
import dev.muster.server.console.FactReader;
import dev.muster.server.console.LatestFacts;
import dev.muster.server.http.OneAtATime;
import dev.muster.server.http.Routes;
import dev.muster.server.ledger.Follower;
import dev.muster.server.ledger.Ledger;
import dev.muster.server.ledger.LedgerSettings;
import dev.muster.server.ledger.LogId;
import dev.muster.server.ledger.Quotas;
import dev.muster.server.ledger.Shell;
import dev.muster.server.sql.Database;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every topic stands on: one database, one ledger, two sets of routes, the clock; and the order of closing. */
final class Ground implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ground.class);

    final ServerConfig config;
    final DataDirectory data;
    final InstantSource clock;
    final SecureRandom random;
    final Database database;
    final Ledger ledger;

    /** What entries say, for assurance and for the console. */
    final EntryFacts knowledge;

    final FactReader facts;

    /** Console and API; operators. */
    final Routes console = new Routes();

    /** Device doors; client certificates. */
    final Routes devices = new Routes();

    /** What reads everything of an organisation, one at a time. */
    final OneAtATime heavy = new OneAtATime();

    private final List<Follower> followers = new ArrayList<>();
    private final List<Runnable> onStopping = new ArrayList<>();
    private final Deque<AutoCloseable> closing = new ArrayDeque<>();
    private final ScheduledExecutorService chores = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("chores").factory());

    Ground(ServerConfig config, DataDirectory data, InstantSource clock, SecureRandom random) {
        this.config = config;
        this.data = data;
        this.clock = clock;
        this.random = random;
        EventCodec codec = Topics.codec();
        knowledge = new EntryFacts(codec, Topics.facts());
        facts = new FactReader(codec, Topics.facts());
        if (config.database().equals("jdbc:sqlite:" + data.path().resolve("muster.db"))) {
            data.reserve("muster.db");
        }
        database = Database.open(config.database());
        try {
            Topics.migrations().apply(database);
            ledger = Ledger.open(new LedgerSettings(
                    database,
                    data.path().resolve("ledger"),
                    LedgerSettings.Tiles.FILES,
                    config.http().names().getFirst(),
                    codec,
                    Topics.projections(new FactProjection(knowledge), new LatestFacts(facts)),
                    clock,
                    random,
                    Quotas.of(config.quota(), clock)));
            ledger.orgs().forEach(org -> ledger.noteKey(LogId.record(org)));
        } catch (RuntimeException | Error e) {
            chores.shutdown();
            database.close();
            throw e;
        }
        closeAtEnd(database);
        closeAtEnd(ledger);
        closeAtEnd(chores::shutdown);
    }

    Shell shell() {
        return ledger.shell();
    }

    /** Closed when the server has stopped, the last one first. */
    <T extends AutoCloseable> T closeAtEnd(T part) {
        closing.push(part);
        return part;
    }

    /** Run when the server stops, before its requests end: wakes whoever waits. */
    void wakeAtStop(Runnable wake) {
        onStopping.add(wake);
    }

    List<Runnable> onStopping() {
        return List.copyOf(onStopping);
    }

    /** Reads behind the commit, from when everything is wired. */
    void follow(Follower follower) {
        followers.add(follower);
    }

    void startFollowers() {
        followers.forEach(ledger::follow);
    }

    /** Chores that wait for nobody, on the server that writes; one that fails is told and comes again. */
    void everyMinute(Runnable chore) {
        everyMinuteEverywhere(() -> {
            if (ledger.writesHere()) {
                chore.run();
            }
        });
    }

    /** The same on every server, for what is its own. */
    void everyMinuteEverywhere(Runnable chore) {
        var _ = chores.scheduleWithFixedDelay(
                () -> {
                    try {
                        chore.run();
                    } catch (RuntimeException e) {
                        LOG.warn("a chore failed and will be tried again", e);
                    }
                },
                1,
                1,
                TimeUnit.MINUTES);
    }

    @Override
    public void close() {
        while (!closing.isEmpty()) {
            try {
                closing.pop().close();
            } catch (Exception e) {
                LOG.warn("could not close cleanly", e);
            }
        }
    }
}
