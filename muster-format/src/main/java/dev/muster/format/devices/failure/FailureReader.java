package dev.muster.format.devices.failure;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Strict bytes to records. A kind that a newer device has is {@link FailureKind#OTHER}. */
final class FailureReader {
    static final int VERSION = 1;
    static final int PARTS = 7;

    /** Seconds up to the year 9999, so that every time that is read can also be shown. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    private FailureReader() {}

    static FailureReport report(byte[] bytes) {
        try {
            CborArray all = Cbor.parse(bytes).asArray();
            require(all.size() == 3, "expected 3 parts", all);
            require(all.get(0).asLong() == VERSION, "not version " + VERSION, all.get(0));
            CborArray listed = all.get(2).asArray();
            require(listed.size() <= FailureReport.MAX_FAILURES, "too many failures", listed);
            List<Failure> failures = new ArrayList<>();
            for (int i = 0; i < listed.size(); i++) {
                failures.add(failure(listed.get(i).asArray()));
            }
            return new FailureReport(time(all.get(1)), failures);
        } catch (CborException e) {
            throw new FailureException(e.reason(), e.path(), e.offset());
        } catch (IllegalArgumentException e) {
            // Shapes that the records themselves refuse.
            throw new FailureException(String.valueOf(e.getMessage()), "/", -1);
        }
    }

    private static Failure failure(CborArray each) {
        require(each.size() == PARTS, "a failure has " + PARTS + " parts", each);
        return new Failure(
                FailureKind.ofWord(each.get(0).asText()).orElse(FailureKind.OTHER),
                each.get(1).asText(),
                each.get(2).asText(),
                each.get(3).asText(),
                time(each.get(4)),
                time(each.get(5)),
                each.get(6).asLong());
    }

    private static Instant time(Cbor item) {
        long seconds = item.asLong();
        require(seconds >= 0 && seconds <= MAX_SECONDS, "time is out of range", item);
        return Instant.ofEpochSecond(seconds);
    }

    private static void require(boolean holds, String otherwise, Cbor at) {
        if (!holds) {
            throw new FailureException(otherwise, at.path(), at.offset());
        }
    }
}
