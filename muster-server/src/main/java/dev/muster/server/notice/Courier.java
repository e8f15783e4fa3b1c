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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the outbox. A message is marked when the other side has it, so that a server that is killed in between sends it
 * again under the same id. Each subscription is served by itself: one that is slow or gone holds up no other.
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
                    round();
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
        Instant now = clock.instant();
        List<SqlNotices.Sent> due = database.read(tx -> SqlNotices.due(tx, now, ROUND_MOST));
        Map<String, List<SqlNotices.Sent>> bySubscription = new LinkedHashMap<>();
        due.forEach(sent -> bySubscription
                .computeIfAbsent(sent.message().org() + "/" + sent.message().subscription(), _ -> new ArrayList<>())
                .add(sent));
        List<java.util.concurrent.Future<?>> running = new ArrayList<>();
        for (List<SqlNotices.Sent> some : bySubscription.values()) {
            places.acquire();
            running.add(workers.submit(() -> {
                try {
                    serve(some);
                } finally {
                    places.release();
                }
            }));
        }
        for (java.util.concurrent.Future<?> one : running) {
            try {
                one.get();
            } catch (java.util.concurrent.ExecutionException e) {
                LOG.warn("notices are sent later", e.getCause());
            }
        }
    }

    /** Of one subscription. What waits for a digest goes as one; of the others a failure ends the round. */
    private void serve(List<SqlNotices.Sent> some) {
        List<Message> digest = some.stream()
                .filter(sent -> sent.state().equals(DIGEST))
                .map(SqlNotices.Sent::message)
                .toList();
        boolean well = digest.isEmpty() || deliver(digest, DIGEST);
        for (SqlNotices.Sent sent : some) {
            if (well && sent.state().equals(WAITING)) {
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
        mark(org, messages, over ? "given-up" : again, now.plus(pause(first.tries())), fault);
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
    }
}
