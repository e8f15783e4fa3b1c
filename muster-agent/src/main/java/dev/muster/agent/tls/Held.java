package dev.muster.agent.tls;

import dev.muster.format.network.packet.Segment;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** How one connection began, as far as it was read. */
final class Held {
    /** What a piece takes beside its bytes: without it, a byte at a time would be cheap for who sends and dear for who reads. */
    private static final int PIECE_BYTES_LEAST = 256;

    private static final long LAST = 0xffffffffL;

    final long first;
    final Instant since;

    /** It was opened otherwise just before: nobody knows which of the two the other end took. */
    final boolean unclear;

    final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final TreeMap<Long, byte[]> later = new TreeMap<>();
    int kept;
    boolean sent;

    Held(long first, Instant since, boolean unclear) {
        this.first = first;
        this.since = since;
        this.unclear = unclear;
    }

    /**
     * What comes first counts: another text at the same place is not taken.
     *
     * @return what it takes of memory
     */
    int take(Segment segment) {
        int cost = 0;
        if (segment.payload().length > 0 && kept < HeldConnections.HELLO_BYTES_MOST) {
            long start = segment.opens() ? segment.sequence() + 1 : segment.sequence();
            long at = Segment.after(start & LAST, first & LAST);
            if (at >= 0 && at < HeldConnections.HELLO_BYTES_MOST && !later.containsKey(at)) {
                int counts = (int) Math.min(segment.payload().length, HeldConnections.HELLO_BYTES_MOST - at);
                later.put(at, Arrays.copyOf(segment.payload(), counts));
                cost = Math.max(PIECE_BYTES_LEAST, counts);
                kept += cost;
            }
        }
        while (!later.isEmpty() && later.firstKey() <= said.size()) {
            Map.Entry<Long, byte[]> next = later.pollFirstEntry();
            int skip = (int) (said.size() - next.getKey());
            if (skip < next.getValue().length) {
                said.write(next.getValue(), skip, next.getValue().length - skip);
            }
        }
        return cost;
    }
}
