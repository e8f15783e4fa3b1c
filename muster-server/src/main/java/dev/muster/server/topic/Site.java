package dev.muster.server.topic;

import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.Follower;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.statements.Statements;
import dev.muster.server.config.DataDirectory;
import dev.muster.server.config.ServerConfig;
import dev.muster.server.http.OneAtATime;
import dev.muster.server.http.Routes;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every topic stands on while a server runs: one database, one ledger, two sets of routes, the clock, what other
 * topics share, and the order of closing.
 */
public final class Site implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Site.class);

    private final ServerConfig config;
    private final DataDirectory data;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Database database;
    private final Ledger ledger;
    private final Statements statements;
    private final Routes console = new Routes();
    private final Routes devices = new Routes();
    private final OneAtATime heavy = new OneAtATime();
    private final Map<Class<?>, Object> shared = new HashMap<>();
    private final List<Follower> followers = new ArrayList<>();
    private final List<Runnable> onStopping = new ArrayList<>();
    private final List<Preparation> onPrepare = new ArrayList<>();
    private final List<IntConsumer> onListening = new ArrayList<>();
    private final List<Consumer<Ports>> onServing = new ArrayList<>();
    private final Deque<AutoCloseable> closing = new ArrayDeque<>();
    private final ScheduledExecutorService chores = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("chores").factory());

    /** Closes {@code database} and {@code ledger} at its own end. */
    public Site(
            ServerConfig config,
            DataDirectory data,
            InstantSource clock,
            SecureRandom random,
            Database database,
            Ledger ledger) {
        this.config = config;
        this.data = data;
        this.clock = clock;
        this.random = random;
        this.database = database;
        this.ledger = ledger;
        this.statements = new Statements(ledger);
        closeAtEnd(database);
        closeAtEnd(ledger);
        closeAtEnd(chores::shutdown);
    }

    public ServerConfig config() {
        return config;
    }

    /** Where files are kept; a topic uses a folder of its own name. */
    public DataDirectory data() {
        return data;
    }

    public InstantSource clock() {
        return clock;
    }

    /** Cryptographically strong. */
    public SecureRandom random() {
        return random;
    }

    public Database database() {
        return database;
    }

    public Ledger ledger() {
        return ledger;
    }

    /** Runs desks. */
    public Shell shell() {
        return ledger.shell();
    }

    /** Signed statements, in an organisation's own log. */
    public Statements statements() {
        return statements;
    }

    /** Console and API; operators. */
    public Routes console() {
        return console;
    }

    /** Device doors; client certificates. */
    public Routes devices() {
        return devices;
    }

    /** For work that reads everything of an organisation: one at a time. */
    public OneAtATime heavy() {
        return heavy;
    }

    /** Lets topics that are opened later have {@code part}, by the type under which they know it. */
    public <T> T share(Class<T> type, T part) {
        if (shared.putIfAbsent(type, part) != null) {
            throw new IllegalStateException("two topics share a " + type.getName());
        }
        return part;
    }

    /** What an earlier topic shares. */
    public <T> T need(Class<T> type) {
        Object part = shared.get(type);
        if (part == null) {
            throw new IllegalStateException("no topic before this one shares a " + type.getName());
        }
        return type.cast(part);
    }

    /** Closed when the server has stopped, the last one first. */
    public <T extends AutoCloseable> T closeAtEnd(T part) {
        closing.push(part);
        return part;
    }

    /** Run when the server stops, before its requests end: wakes whoever waits. */
    public void wakeAtStop(Runnable wake) {
        onStopping.add(wake);
    }

    /** Everything to wake. */
    public List<Runnable> onStopping() {
        return List.copyOf(onStopping);
    }

    /** Makes what an organisation needs before its first device. Repeated at every start, so it changes nothing then. */
    public void whenPrepared(Preparation prepare) {
        onPrepare.add(prepare);
    }

    /** Makes what an organisation needs before its first device: nothing here fails half way, all of it is repeatable. */
    public void prepare(OrgId org) {
        if (!ledger.exists(org)) {
            ledger.create(org);
        }
        onPrepare.forEach(prepare -> prepare.prepare(org));
    }

    /** The same at a start: there may be ten thousand organisations, and hardly ever one that lacks anything. */
    public void prepareAll(List<OrgId> orgs) {
        Set<OrgId> begun = Set.copyOf(ledger.orgs());
        orgs.stream().filter(org -> !begun.contains(org)).forEach(ledger::create);
        onPrepare.forEach(prepare -> prepare.lacking(orgs).forEach(prepare::prepare));
    }

    /** Told the port of the device listener once it is open. */
    public void whenListening(IntConsumer told) {
        onListening.add(told);
    }

    /** Told the ports of both listeners once they are open. */
    public void whenServing(Consumer<Ports> told) {
        onServing.add(told);
    }

    /** Where people and devices are answered on this machine. */
    public record Ports(int console, int device) {}

    /** Both listeners are open. */
    public void listening(int consolePort, int devicePort) {
        onListening.forEach(told -> told.accept(devicePort));
        onServing.forEach(told -> told.accept(new Ports(consolePort, devicePort)));
    }

    /** Reads behind the commit, from when every topic is open. */
    public void follow(Follower follower) {
        followers.add(follower);
    }

    /** Every topic is open. */
    public void startFollowers() {
        followers.forEach(ledger::follow);
    }

    /** Chores that wait for nobody, on the server that writes; one that fails is told and comes again. */
    public void everyMinute(Runnable chore) {
        everyMinuteEverywhere(() -> {
            if (ledger.writesHere()) {
                chore.run();
            }
        });
    }

    /** The same on every server, for what is its own. */
    public void everyMinuteEverywhere(Runnable chore) {
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
