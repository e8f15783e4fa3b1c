package dev.muster.server.http;

import dev.muster.format.MalformedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Between the engine and the handlers: correlation id, rate limit, routing, the gate, problems, the access log. */
final class Edge {
    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);

    private final Map<String, Listener> listeners;
    private final RateLimit rate;
    private final RandomGenerator random;
    private final KnownFaults faults;
    private final BooleanSupplier stopping;
    private final Executor pool;

    Edge(
            Map<String, Listener> listeners,
            RateLimit rate,
            RandomGenerator random,
            KnownFaults faults,
            BooleanSupplier stopping,
            Executor pool) {
        this.pool = pool;
        this.faults = faults;
        this.listeners = listeners;
        this.rate = rate;
        this.random = random;
        this.stopping = stopping;
    }

    boolean handle(
            org.eclipse.jetty.server.Request engine, org.eclipse.jetty.server.Response answer, Callback callback) {
        String listener = engine.getConnectionMetaData().getConnector().getName();
        String correlationId = HexFormat.of().toHexDigits(random.nextLong());
        // A handler may wait longer than the connection may be idle (long poll); it has its own time limit.
        engine.addIdleTimeoutListener(timeout -> false);
        Request bare = new Request(engine, Map.of(), correlationId);
        Exchange exchange = new Exchange(listener, bare, answer, callback, System.nanoTime());
        Response response = respond(java.util.Objects.requireNonNull(listeners.get(listener)), engine, bare);
        if (response.body() instanceof Response.Later(var later)) {
            later.handle((there, fault) -> there != null ? there : refusal(cause(fault), bare))
                    .thenAccept(there -> finishOnPool(exchange, there));
        } else {
            finish(exchange, response);
        }
        return true;
    }

    /** What the handler threw, without what the future wrapped around it. */
    private static Throwable cause(@Nullable Throwable fault) {
        if (fault == null) {
            return new IllegalStateException("an answer came later and was none");
        }
        Throwable cause = fault.getCause();
        return fault instanceof CompletionException && cause != null ? cause : fault;
    }

    private record Exchange(
            String listener,
            Request request,
            org.eclipse.jetty.server.Response answer,
            Callback callback,
            long beganNanos) {}

    /** Whoever found the answer is not made to write it: a slow reader would hold up everyone who waits behind it. */
    private void finishOnPool(Exchange exchange, Response response) {
        try {
            pool.execute(() -> finish(exchange, response));
        } catch (RejectedExecutionException stopped) {
            exchange.callback().failed(stopped);
        }
    }

    private void finish(Exchange exchange, Response response) {
        Request bare = exchange.request();
        try {
            new ResponseWriter(bare, exchange.answer(), stopping).write(response);
            LOG.debug(
                    "{} {} {} {} {} us {} {}",
                    exchange.listener(),
                    bare.method(),
                    bare.path(),
                    exchange.answer().getStatus(),
                    (System.nanoTime() - exchange.beganNanos()) / 1000,
                    bare.remoteAddress(),
                    bare.correlationId());
            exchange.callback().succeeded();
        } catch (IOException | RuntimeException e) {
            // The response is under way: all that is left is to cut the connection.
            LOG.debug("{} {} broke off: {}", bare.method(), bare.path(), e.toString());
            exchange.callback().failed(e);
        }
    }

    private Response respond(Listener listener, org.eclipse.jetty.server.Request engine, Request bare) {
        try {
            if (!rate.admits(bare.remoteAddress())) {
                return Problem.of(429, "too-many-requests", "Too many requests from this address.")
                        .toResponse(bare.correlationId())
                        .with("retry-after", "1");
            }
            var match = listener.routes().match(bare.method(), bare.path());
            if (match.isEmpty()) {
                return unrouted(listener.routes().methodsAt(bare.path()), bare);
            }
            Request request = new Request(engine, match.get().parameters(), bare.correlationId());
            request.admitted(listener.gate().admit(request, match.get().route().need()));
            return match.get().route().handler().handle(request);
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError fault) {
            // A class that is not there, or input nested deeper than the stack, ends this request and not the server.
            return refusal(fault, bare);
        }
    }

    private Response refusal(Throwable thrown, Request bare) {
        return switch (thrown) {
            case Refused refused -> refused.response(bare.correlationId());
            case MalformedException malformed ->
                Problem.of(400, "malformed", "The bytes cannot be read.", String.valueOf(malformed.getMessage()))
                        .toResponse(bare.correlationId());
            case UncheckedIOException gone -> {
                LOG.debug("{} {} {}", bare.correlationId(), bare.path(), gone.toString());
                yield Problem.of(400, "body-unreadable", "The body could not be read to its end.")
                        .toResponse(bare.correlationId());
            }
            default -> fault(thrown, bare);
        };
    }

    private Response fault(Throwable thrown, Request bare) {
        if (thrown instanceof RuntimeException fault) {
            var known = faults.problem(fault);
            if (known.isPresent()) {
                LOG.warn("{} {} {}: {}", bare.correlationId(), bare.method(), bare.path(), fault.toString());
                return known.get().toResponse(bare.correlationId()).with("retry-after", "2");
            }
        }
        LOG.error("{} {} {} failed", bare.correlationId(), bare.method(), bare.path(), thrown);
        return Problem.of(500, "internal", "Something went wrong on our side.").toResponse(bare.correlationId());
    }

    private static Response unrouted(Set<String> methods, Request request) {
        if (methods.isEmpty()) {
            return Problem.notFound().toResponse(request.correlationId());
        }
        return Problem.of(405, "method-not-allowed", "This path does not know that method.")
                .toResponse(request.correlationId())
                .with("allow", String.join(", ", methods));
    }
}
