package dev.muster.format.devices.host;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Strict bytes to records. */
final class HostReader {
    static final int VERSION = 1;

    /** Seconds up to the year 9999, so that every time that is read can also be shown. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    private HostReader() {}

    static HostReport report(byte[] bytes) {
        return guarded(() -> {
            CborArray all = array(Cbor.parse(bytes), 3);
            List<HostFact> facts = new ArrayList<>();
            CborArray listed = all.get(2).asArray();
            if (listed.size() > HostReport.MAX_FACTS) {
                throw new HostException("more than " + HostReport.MAX_FACTS + " facts", "/[2]", listed.offset());
            }
            for (int i = 0; i < listed.size(); i++) {
                CborArray each = listed.get(i).asArray();
                require(each.size() == 4, "a fact has four parts", each);
                Standing standing = Standing.ofWord(each.get(2).asText())
                        .orElseThrow(() -> fault("not a word of standing", each.get(2)));
                facts.add(new HostFact(
                        each.get(0).asText(),
                        each.get(1).asText(),
                        standing,
                        each.get(3).asText()));
            }
            return new HostReport(time(all.get(1)), facts);
        });
    }

    static FailureReport failure(byte[] bytes) {
        return guarded(() -> {
            CborArray all = array(Cbor.parse(bytes), 6);
            FailureKind kind = FailureKind.ofWord(all.get(2).asText())
                    .orElseThrow(() -> fault("not a kind of failure", all.get(2)));
            return new FailureReport(
                    time(all.get(1)),
                    kind,
                    all.get(3).asText(),
                    all.get(4).asText(),
                    all.get(5).asText());
        });
    }

    private static CborArray array(Cbor item, int parts) {
        CborArray array = item.asArray();
        require(array.size() == parts, "expected " + parts + " parts", array);
        require(array.get(0).asLong() == VERSION, "not version " + VERSION, array.get(0));
        return array;
    }

    private static Instant time(Cbor item) {
        long seconds = item.asLong();
        require(seconds >= 0 && seconds <= MAX_SECONDS, "time is out of range", item);
        return Instant.ofEpochSecond(seconds);
    }

    private static void require(boolean holds, String otherwise, Cbor at) {
        if (!holds) {
            throw fault(otherwise, at);
        }
    }

    private static HostException fault(String reason, Cbor at) {
        return new HostException(reason, at.path(), at.offset());
    }

    /** Shapes that the records themselves refuse are malformed here. */
    private static <T> T guarded(Supplier<T> read) {
        try {
            return read.get();
        } catch (CborException e) {
            throw new HostException(e.reason(), e.path(), e.offset());
        } catch (IllegalArgumentException e) {
            throw new HostException(String.valueOf(e.getMessage()), "/", -1);
        }
    }
}
