package dev.muster.server.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request from its first byte to the last one of its answer, and what it holds meanwhile. */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Holding holding;
    private final Connections.Connected connected;
    private final org.eclipse.jetty.server.Response answer;
    private final Callback callback;
    private final Request bare;
    private final long beganNanos = System.nanoTime();

    /** With its route, once it has one: forms of problems go by it, and faults are told by it. */
    private volatile Request request;

    /** Of the route, for the log: a path may contain a secret. */
    private volatile String template = Traffic.NO_ROUTE;

    private final AtomicBoolean answered = new AtomicBoolean();
    private final AtomicBoolean finished = new AtomicBoolean();
    private final Object accounts = new Object();
    private @Nullable Share share;
    private String whose = "";
    private @Nullable Arrival arrival;
    private @Nullable Share holdsIn;
    private long held;

    /** @param holding what all exchanges of a server share */
    Exchange(
            Holding holding,
            Connections.Connected connected,
            org.eclipse.jetty.server.Response answer,
            Callback callback,
            Request bare) {
        this.holding = holding;
        this.connected = connected;
        this.answer = answer;
        this.callback = callback;
        this.bare = bare;
        this.request = bare;
    }

    /** From here on it is on this account. @throws Refused 429 when that has no room; it stays where it was */
    void moveTo(Share next, String nextWhose) {
        synchronized (accounts) {
            if (next == share && nextWhose.equals(whose)) {
                return;
            }
            if (!next.begin(nextWhose)) {
                throw Problem.of(429, "too-many-at-once", "Too many requests are under way at once.")
                        .refuse("retry-after", "1");
            }
            if (share != null) {
                share.end(whose);
            }
            share = next;
            whose = nextWhose;
        }
    }

    void routed(Request itsRequest) {
        request = itsRequest;
        template = itsRequest.template();
    }

    Share share() {
        synchronized (accounts) {
            return share == null ? holding.strangers() : share;
        }
    }

    /** A door knows the device at the other end: its connection and this request are no longer a stranger's. */
    void recognised(String credential) {
        holding.connections().device(connected, credential);
        moveTo(holding.devices(), credential);
    }

    /** The gate knows who asks. */
    void admitted(Caller caller) {
        holding.connections().person(connected);
        moveTo(holding.people(), caller.name());
    }

    void arriving(Arrival body) {
        synchronized (accounts) {
            arrival = body;
        }
        body.begin();
    }

    /** The same for a body that will be refused in any case. */
    void arriving(Arrival body, Refused refused) {
        synchronized (accounts) {
            arrival = body;
        }
        body.beginRefusing(refused);
    }

    /** Answers, once; a second answer (the body that came late after all) is dropped. */
    void answer(Response response, BooleanSupplier mayListen) {
        if (!answered.compareAndSet(false, true)) {
            drop(response);
            return;
        }
        if (response.body() instanceof Response.Later(var later)) {
            later.thenApply(there -> Pages.written(there, request))
                    .handle((there, fault) ->
                            there != null ? there : holding.refusals().refusal(cause(fault), request))
                    .thenAccept(there -> departOnPool(there, mayListen));
        } else {
            depart(response, mayListen);
        }
    }

    /** Whoever found the answer is not made to encrypt it: others may wait behind it. */
    private void departOnPool(Response response, BooleanSupplier mayListen) {
        try {
            holding.pool().execute(() -> depart(response, mayListen));
        } catch (RejectedExecutionException stopped) {
            finish(stopped);
        }
    }

    private void depart(Response response, BooleanSupplier mayListen) {
        try {
            new Answering(this, holding, bare, answer).begin(held(response), mayListen);
        } catch (IOException | RuntimeException e) {
            drop(response);
            finish(e);
        }
    }

    /** What was made for an answer that does not begin goes. */
    private static void drop(Response response) {
        if (response.body() instanceof Response.Spooled(var path, var departed)) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                LOG.warn("A file of an answer that nobody took stays: {}", e.toString());
            } finally {
                departed.run();
            }
        }
    }

    /** An answer in memory is on the account of whoever it is for, or too much is there already. */
    private Response held(Response response) {
        if (response.body() instanceof Response.Bytes(byte[] bytes)) {
            synchronized (accounts) {
                Share its = share();
                if (!its.hold(bytes.length)) {
                    return holding.refusals().busy(bare);
                }
                holdsIn = its;
                held = bytes.length;
            }
        }
        return response;
    }

    /** What the handler threw, without what the future wrapped around it. */
    private static Throwable cause(@Nullable Throwable fault) {
        if (fault == null) {
            return new IllegalStateException("an answer came later and was none");
        }
        Throwable cause = fault.getCause();
        return fault instanceof CompletionException && cause != null ? cause : fault;
    }

    /** The peer has to take these bytes in time, or loses its connection. */
    Patience.Wait awaitPeer(long bytes) {
        return holding.patience().await(holding.limits().nanosFor(bytes), this::cut);
    }

    void peerDid(Patience.@Nullable Wait wait) {
        if (wait != null) {
            holding.patience().over(wait);
        }
    }

    /** Ends the connection: whatever is being written on it fails. */
    void cut() {
        connected.close();
    }

    /**
     * The end, once.
     *
     * @param failure null when the whole answer was written
     */
    void finish(@Nullable Throwable failure) {
        if (!finished.compareAndSet(false, true)) {
            return;
        }
        release();
        holding.traffic()
                .ended(
                        bare.method(),
                        template,
                        failure == null ? answer.getStatus() : Traffic.BROKEN_OFF,
                        System.nanoTime() - beganNanos);
        if (failure == null) {
            LOG.debug(
                    "{} {} {} {} us {} {}",
                    bare.method(),
                    template,
                    answer.getStatus(),
                    (System.nanoTime() - beganNanos) / 1000,
                    bare.peer().address(),
                    bare.correlationId());
            callback.succeeded();
        } else {
            // The response is under way: all that is left is to cut it off.
            LOG.debug("{} {} broke off: {}", bare.method(), template, failure.toString());
            callback.failed(failure instanceof UncheckedIOException io ? io.getCause() : failure);
        }
    }

    private void release() {
        synchronized (accounts) {
            if (arrival != null) {
                arrival.release();
            }
            if (holdsIn != null) {
                holdsIn.release(held);
            }
            if (share != null) {
                share.end(whose);
                share = null;
            }
        }
    }
}
