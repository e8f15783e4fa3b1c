package dev.muster.core.failures;

import dev.muster.core.ledger.EntryType;
import java.time.Instant;
import java.util.List;

/**
 * A device told what went wrong on it, signed with its key. Subject: {@code device/<id>}.
 *
 * @param report SHA-256 of the signed report in hex: a report that comes again is known by it
 * @param failures in the device's order
 */
@EntryType("failures.reported")
public record FailuresReported(String report, List<Told> failures) implements FailuresEvent {
    public FailuresReported {
        failures = List.copyOf(failures);
    }

    /**
     * One of them.
     *
     * @param kind a word of {@link dev.muster.format.devices.failure.FailureKind}
     * @param signature of what is the same failure everywhere
     * @param what failed
     * @param sign how it shows, may be empty
     * @param culprit may be empty
     * @param count how often between {@code first} and {@code last}
     */
    public record Told(
            String kind,
            String signature,
            String what,
            String sign,
            String culprit,
            Instant first,
            Instant last,
            long count) {}
}
