package dev.muster.ledger.sequence;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * New entries for all followers: they are woken by the same commit and stand at the same place. What this server commits is
 * kept as it was written and not read again; what another one wrote is read once. A follower that is behind reads for
 * itself.
 */
final class SharedReading {
    /** Entries handed over at a time: bounds memory, and what comes twice after a failure. */
    static final int MAX_ENTRIES = 512;

    /** So many stay of all organisations together, for there may be ten thousand; of those that wrote last. */
    static final int KEPT_ENTRIES = 4 * MAX_ENTRIES;

    /** So many of one organisation. */
    private static final int KEPT_EACH = MAX_ENTRIES;

    private static final byte[] NO_BODY = {};

    /** Bytes of bodies that are read at a time, and that stay of one organisation. */
    static final long KEPT_BYTES_EACH = 4L << 20;

    /** And of all together: a device's evidence may have a megabyte. */
    static final long KEPT_BYTES = 4 * KEPT_BYTES_EACH;

    private record Place(OrgId org, long from) {}

    private final Database database;
    /** The organisation whose entries were read longest ago first. */
    private final LinkedHashMap<OrgId, List<Entry>> newest = new LinkedHashMap<>();

    private int kept;
    private long keptBytes;
    private final ConcurrentHashMap<Place, CompletableFuture<List<Entry>>> underWay = new ConcurrentHashMap<>();

    SharedReading(Database database) {
        this.database = database;
    }

    /** The entries from this index on, as many as are handed over at a time; empty when there are none yet. */
    List<Entry> from(OrgId org, long from) {
        List<Entry> known = newest(org);
        long at = known.isEmpty() ? -1 : from - known.getFirst().index();
        if (at >= 0 && at < known.size()) {
            return known.subList((int) at, Math.min(known.size(), (int) at + MAX_ENTRIES));
        }
        Place place = new Place(org, from);
        CompletableFuture<List<Entry>> mine = new CompletableFuture<>();
        CompletableFuture<List<Entry>> others = underWay.putIfAbsent(place, mine);
        return others == null ? read(place, mine) : join(others);
    }

    /** What a commit on this server wrote, in its order. */
    synchronized void committed(OrgId org, List<Entry> written) {
        List<Entry> before = newest.getOrDefault(org, List.of());
        List<Entry> all = new ArrayList<>(before.size() + written.size());
        if (!before.isEmpty()
                && before.getLast().index() + 1 == written.getFirst().index()) {
            all.addAll(before);
        }
        all.addAll(written);
        replace(org, List.copyOf(all.subList(all.size() - fitting(all), all.size())));
    }

    /** How many of the last of these may stay. */
    private static int fitting(List<Entry> entries) {
        int fit = 0;
        long bytes = 0;
        for (Entry entry : entries.reversed()) {
            bytes += bytes(entry);
            if (fit == KEPT_EACH || bytes > KEPT_BYTES_EACH) {
                break;
            }
            fit++;
        }
        return fit;
    }

    private static long bytes(Entry entry) {
        return entry.body().orElse(NO_BODY).length;
    }

    private static long bytes(List<Entry> entries) {
        return entries.stream().mapToLong(SharedReading::bytes).sum();
    }

    private List<Entry> read(Place place, CompletableFuture<List<Entry>> mine) {
        try {
            List<Entry> entries = database.read(tx -> new Entries(tx, place.org())
                    .find(EntryQuery.all().from(place.from()).limit(MAX_ENTRIES), KEPT_BYTES_EACH)
                    .entries());
            keep(place.org(), entries);
            mine.complete(entries);
            return entries;
        } catch (RuntimeException | Error failed) {
            mine.completeExceptionally(failed);
            throw failed;
        } finally {
            underWay.remove(place);
        }
    }

    private synchronized List<Entry> newest(OrgId org) {
        return newest.getOrDefault(org, List.of());
    }

    private synchronized void keep(OrgId org, List<Entry> entries) {
        List<Entry> before = newest.getOrDefault(org, List.of());
        if (entries.isEmpty()) {
            return;
        }
        if (!before.isEmpty() && before.getLast().index() > entries.getLast().index()) {
            return;
        }
        replace(org, entries);
    }

    private void replace(OrgId org, List<Entry> entries) {
        forget(newest.remove(org));
        if (!entries.isEmpty()) {
            newest.put(org, entries);
            kept += entries.size();
            keptBytes += bytes(entries);
        }
        while (kept > KEPT_ENTRIES || keptBytes > KEPT_BYTES) {
            forget(newest.pollFirstEntry().getValue());
        }
    }

    private void forget(@Nullable List<Entry> entries) {
        if (entries != null) {
            kept -= entries.size();
            keptBytes -= bytes(entries);
        }
    }

    /** How many entries are kept. */
    synchronized int kept() {
        return kept;
    }

    private static List<Entry> join(CompletableFuture<List<Entry>> others) {
        try {
            return others.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }
}
