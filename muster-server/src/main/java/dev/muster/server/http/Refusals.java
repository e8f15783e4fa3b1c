package dev.muster.server.http;

import dev.muster.format.MalformedException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was thrown, as an answer. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    /** A fault that somebody can cause at will must not fill the disk with its traces. */
    private static final long TRACE_EVERY_NANOS = 10_000_000_000L;

    private final KnownFaults faults;
    private final AtomicLong traceAfter = new AtomicLong(System.nanoTime());

    Refusals(KnownFaults faults) {
        this.faults = faults;
    }

    Response refusal(Throwable thrown, Request bare) {
        return switch (thrown) {
            case Refused refused -> refused.response(bare);
            case MalformedException malformed ->
                Response.problem(
                        Problem.of(
                                400, "malformed", "The bytes cannot be read.", String.valueOf(malformed.getMessage())),
                        bare);
            case UncheckedIOException gone -> {
                LOG.debug("{} {} {}", bare.correlationId(), bare.template(), gone.toString());
                yield Response.problem(
                        Problem.of(400, "body-unreadable", "The body could not be read to its end."), bare);
            }
            default -> fault(thrown, bare);
        };
    }

    Response busy(Request bare) {
        return Response.problem(Problem.of(503, "busy", "Too much is under way at once."), bare)
                .with("retry-after", "1");
    }

    private Response fault(Throwable thrown, Request bare) {
        if (thrown instanceof RuntimeException fault) {
            var known = faults.problem(fault);
            if (known.isPresent()) {
                LOG.warn("{} {} {}: {}", bare.correlationId(), bare.method(), bare.template(), fault.toString());
                return Response.problem(known.get(), bare).with("retry-after", "2");
            }
        }
        long now = System.nanoTime();
        long after = traceAfter.get();
        if (after - now <= 0 && traceAfter.compareAndSet(after, now + TRACE_EVERY_NANOS)) {
            LOG.error("{} {} {} failed", bare.correlationId(), bare.method(), bare.template(), thrown);
        } else {
            LOG.error("{} {} {} failed: {}", bare.correlationId(), bare.method(), bare.template(), thrown.toString());
        }
        return Response.problem(Problem.of(500, "internal", "Something went wrong on our side."), bare);
    }
}
