package dev.muster.ledger.sequence;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * New entries, read once for all followers: they are woken by the same commit and stand at the same place. One that is
 * behind reads for itself.
 */
final class SharedReading {
    /** Entries handed over at a time: bounds memory, and what comes twice after a failure. */
    static final int MAX_ENTRIES = 512;

    private record Place(OrgId org, long from) {}

    private final Database database;
    private final ConcurrentHashMap<OrgId, List<Entry>> newest = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Place, CompletableFuture<List<Entry>>> underWay = new ConcurrentHashMap<>();

    SharedReading(Database database) {
        this.database = database;
    }

    /** The entries from this index on, as many as are handed over at a time; empty when there are none yet. */
    List<Entry> from(OrgId org, long from) {
        List<Entry> known = newest.getOrDefault(org, List.of());
        long at = known.isEmpty() ? -1 : from - known.getFirst().index();
        if (at >= 0 && at < known.size()) {
            return known.subList((int) at, known.size());
        }
        Place place = new Place(org, from);
        CompletableFuture<List<Entry>> mine = new CompletableFuture<>();
        CompletableFuture<List<Entry>> others = underWay.putIfAbsent(place, mine);
        return others == null ? read(place, mine) : join(others);
    }

    private List<Entry> read(Place place, CompletableFuture<List<Entry>> mine) {
        try {
            List<Entry> entries = database.read(tx -> new Entries(tx, place.org())
                    .find(EntryQuery.all().from(place.from()).limit(MAX_ENTRIES)));
            newest.merge(place.org(), entries, SharedReading::newer);
            mine.complete(entries);
            return entries;
        } catch (RuntimeException | Error failed) {
            mine.completeExceptionally(failed);
            throw failed;
        } finally {
            underWay.remove(place);
        }
    }

    private static List<Entry> newer(List<Entry> one, List<Entry> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        return other.getLast().index() >= one.getLast().index() ? other : one;
    }

    private static List<Entry> join(CompletableFuture<List<Entry>> others) {
        try {
            return others.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }
}
