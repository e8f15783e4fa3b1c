package dev.muster.format.devices.failure;

import dev.muster.format.cbor.CborWriter;
import java.time.Instant;
import java.util.List;

/**
 * What went wrong since the last report.
 *
 * @param at by the device's clock; whole seconds on the wire
 * @param failures 1 to {@value #MAX_FAILURES}
 */
public record FailureReport(Instant at, List<Failure> failures) {
    public static final String MEDIA_TYPE = "application/vnd.muster.failures+cose";

    /** A device on which more kinds of things go wrong at a time is lost, and the first of them say so. */
    public static final int MAX_FAILURES = 64;

    /** All of them at their longest, and the signature. */
    public static final int MAX_BYTES = 64 * 1024;

    public FailureReport {
        failures = List.copyOf(failures);
        if (failures.isEmpty() || failures.size() > MAX_FAILURES) {
            throw new IllegalArgumentException("a report has 1.." + MAX_FAILURES + " failures");
        }
    }

    /** @throws FailureException when the bytes are no report */
    public static FailureReport parse(byte[] bytes) {
        return FailureReader.report(bytes);
    }

    /** Deterministic CBOR. */
    public byte[] encode() {
        CborWriter out = CborWriter.create();
        out.array(3).integer(FailureReader.VERSION).integer(at.getEpochSecond());
        out.array(failures.size());
        for (Failure one : failures) {
            out.array(FailureReader.PARTS).text(one.kind().word()).text(one.what());
            out.text(one.sign()).text(one.culprit());
            out.integer(one.first().getEpochSecond()).integer(one.last().getEpochSecond());
            out.integer(one.count());
        }
        return out.toByteArray();
    }
}
