package dev.muster.core.ledger;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was made of the entries that came last, for all who look at the same entry within a moment of its commit: the
 * register of facts, the judge, notices. Only the very same object counts as the same entry, so that whatever is read again
 * is made again. Thread-safe.
 */
public final class Recent<V> {
    /** Entries of half a second of a busy server; each keeps what was made of it until another takes its place. */
    private static final int PLACES = 512;

    /** A larger one, which is rare, would only fill the memory. */
    private static final int BODY_BYTES_MAX = 4 * 1024;

    private record Made<V>(Entry of, V value) {}

    private final AtomicReferenceArray<@Nullable Made<V>> places = new AtomicReferenceArray<>(PLACES);

    /** @param make what is made of an entry; the same for the same entry */
    public V of(Entry entry, Function<Entry, V> make) {
        int place = (int) (entry.index() % PLACES);
        Made<V> there = places.get(place);
        if (there != null && same(there.of(), entry)) {
            return there.value();
        }
        V made = make.apply(entry);
        if (entry.body().filter(body -> body.length <= BODY_BYTES_MAX).isPresent()) {
            places.set(place, new Made<>(entry, made));
        }
        return made;
    }

    @SuppressWarnings("ReferenceEquality") // to compare what two entries say would cost what is saved
    private static boolean same(Entry one, Entry other) {
        return one == other;
    }
}
