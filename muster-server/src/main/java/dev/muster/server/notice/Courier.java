package dev.muster.server.notice;

import dev.muster.core.ledger.OrgId;
import dev.muster.core.notice.NoticeEvent;
import dev.muster.ledger.sql.Database;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the outbox. A message is marked when the other side has it, so that a server that is killed in between sends it
 * again under the same id. Each subscription is served by itself, for a while and then again later: one that is slow, gone
 * or does not read holds up no other.
 */
final class Courier implements AutoCloseable {
    /** The first pause after a failure; each one after it is three times as long. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    static final Duration PAUSE_MOST = Duration.ofHours(1);

    /** A weekend: after that nobody waits for it. */
    static final Duration GIVE_UP = Duration.ofDays(3);

    private static final String WAITING = "waiting";
    private static final String DIGEST = "digest";
    private static final int AT_ONCE = 8;
    private static final int ROUND_MOST = 500;

    /** Of one subscription: what waits behind comes with the next round. */
    private static final int ROUND_OF_ONE = 50;

    /** A subscription is served for so long at a time; whoever keeps a connection open and takes nothing is cut off. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** No further message is begun after this. */
    private static final Duration ENOUGH = Duration.ofSeconds(20);

    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int FAULT_CHARS = 200;

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private final Database database;
    private final Map<NoticeEvent.Channel, Channel> channels;
    private final BooleanSupplier mine;
    private final InstantSource clock;
    private final Semaphore news = new Semaphore(0);
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("notice-alarms").factory());

    /** Subscriptions that are being served: nobody waits for them. */
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    private final Thread thread;
    private volatile boolean closed;

    /** @param mine whether this server is the one that sends */
    Courier(Database database, Map<NoticeEvent.Channel, Channel> channels, BooleanSupplier mine, InstantSource clock) {
        this.database = database;
        this.channels = Map.copyOf(channels);
        this.mine = mine;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("notices").unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    void wake() {
        news.release();
    }

    private void loop() {
        while (!closed) {
            try {
                boolean _ = news.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                news.drainPermits();
                if (mine.getAsBoolean()) {
                    List<Future<?>> _ = begin();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("notices are sent later", e);
            }
        }
    }

    /** Everything that is due, once; returns when all of it has been tried. */
    void round() throws InterruptedException {
        for (Future<?> one : begin()) {
            try {
                one.get();
            } catch (ExecutionException e) {
                LOG.warn("notices are sent later", e.getCause());
            }
        }
    }

    /** Begins to serve every subscription that something is due for, but for those that are being served. */
    private List<Future<?>> begin() {
        Instant now = clock.instant();
        List<SqlNotices.Sent> due = database.read(tx -> SqlNotices.due(tx, now, ROUND_OF_ONE, ROUND_MOST));
        Map<String, List<SqlNotices.Sent>> bySubscription = new LinkedHashMap<>();
        due.forEach(sent -> bySubscription
                .computeIfAbsent(sent.message().org() + "/" + sent.message().subscription(), _ -> new ArrayList<>())
                .add(sent));
        List<Future<?>> running = new ArrayList<>();
        bySubscription.forEach((subscription, some) -> {
            if (!underWay.contains(subscription) && places.tryAcquire()) {
                underWay.add(subscription);
                running.add(workers.submit(() -> served(subscription, some)));
            }
        });
        return running;
    }

    private void served(String subscription, List<SqlNotices.Sent> some) {
        Thread me = Thread.currentThread();
        // A virtual thread that waits for a socket is let go by this, and its socket is closed.
        Future<?> alarm = alarms.schedule(me::interrupt, LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        try {
            serve(some);
        } catch (RuntimeException e) {
            LOG.warn("notices are sent later", e);
        } finally {
            alarm.cancel(false);
            underWay.remove(subscription);
            places.release();
        }
    }

    /** Of one subscription. What waits for a digest goes as one; of the others a failure ends the round. */
    private void serve(List<SqlNotices.Sent> some) {
        List<Message> digest = some.stream()
                .filter(sent -> sent.state().equals(DIGEST))
                .map(SqlNotices.Sent::message)
                .toList();
        long enough = System.nanoTime() + ENOUGH.toNanos();
        boolean well = digest.isEmpty() || deliver(digest, DIGEST);
        for (SqlNotices.Sent sent : some) {
            if (well && sent.state().equals(WAITING) && System.nanoTime() < enough) {
                well = deliver(List.of(sent.message()), WAITING);
            }
        }
    }

    /** @param again what they are when they did not arrive */
    private boolean deliver(List<Message> messages, String again) {
        Message first = messages.getFirst();
        OrgId org = new OrgId(first.org());
        Optional<SqlNotices.Subscription> subscription =
                database.read(tx -> new SqlNotices(tx, org).subscription(first.subscription()));
        Optional<String> target = database.read(tx -> new SqlNotices(tx, org).target(first.subscription()));
        Channel channel = subscription.map(it -> channels.get(it.channel())).orElse(null);
        if (subscription.isEmpty() || target.isEmpty() || channel == null) {
            mark(org, messages, "given-up", clock.instant(), "nobody is subscribed");
            return true;
        }
        try {
            channel.send(
                    new Channel.Recipient(
                            first.org(),
                            first.subscription(),
                            target.get(),
                            subscription.get().generation()),
                    messages);
            mark(org, messages, "sent", clock.instant(), "");
            return true;
        } catch (IOException | RuntimeException e) {
            boolean _ = Thread.interrupted();
            failed(org, messages, again, target.get(), e);
            return false;
        }
    }

    private void failed(OrgId org, List<Message> messages, String again, String target, Exception why) {
        Message first = messages.getFirst();
        Instant now = clock.instant();
        boolean over = !now.isBefore(first.at().plus(GIVE_UP));
        // Where it goes may be a secret, and libraries like to repeat it.
        String said =
                String.valueOf(why.getMessage()).replace(target, "its target").replaceAll("\\s+", " ");
        String fault = said.substring(0, Math.min(said.length(), FAULT_CHARS));
        Instant next = now.plus(pause(first.tries()));
        mark(org, messages, over ? "given-up" : again, next, fault);
        database.change(tx -> new SqlNotices(tx, org).postpone(first.subscription(), next, now.minus(GIVE_UP)));
        LOG.info(
                "notice {} of {} did not arrive, try {}: {}",
                first.id(),
                first.subscription(),
                first.tries() + 1,
                fault);
    }

    static Duration pause(int tries) {
        Duration pause = PAUSE;
        for (int i = 0; i < tries && pause.compareTo(PAUSE_MOST) < 0; i++) {
            pause = pause.multipliedBy(3);
        }
        return pause.compareTo(PAUSE_MOST) < 0 ? pause : PAUSE_MOST;
    }

    private void mark(OrgId org, List<Message> messages, String state, Instant nextAt, String fault) {
        database.change(tx -> {
            SqlNotices store = new SqlNotices(tx, org);
            messages.forEach(message -> store.became(message, state, message.tries() + 1, nextAt, fault));
        });
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        workers.shutdownNow();
        alarms.shutdownNow();
    }
}
