package dev.muster.server.web;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Where a table's rows come from. Whoever answers reads no more than one page of them where a database can do that. */
@FunctionalInterface
public interface Rows<T> {
    /**
     * One page.
     *
     * @param rows at most {@link Wanted#size} of them
     * @param total how many there are on all pages
     */
    record Slice<T>(List<T> rows, long total) {
        public Slice {
            rows = List.copyOf(rows);
        }
    }

    /**
     * Which page.
     *
     * @param sort key of the column, empty for the rows' own order
     * @param falling whether the greatest comes first
     * @param page from 0
     * @param size rows on a page
     */
    record Wanted(String sort, boolean falling, int page, int size) {
        /** Rows before this page. */
        public long skip() {
            return (long) page * size;
        }
    }

    Slice<T> of(Wanted wanted);

    /**
     * Rows that are in memory anyway.
     *
     * @param orders by column key; a key that is not there keeps the order of the list
     */
    static <T> Rows<T> of(List<T> all, Predicate<T> filter, java.util.Map<String, Comparator<T>> orders) {
        return wanted -> {
            Comparator<T> order = orders.get(wanted.sort());
            List<T> kept = all.stream().filter(filter).toList();
            var sorted =
                    order == null ? kept.stream() : kept.stream().sorted(wanted.falling() ? order.reversed() : order);
            return new Slice<>(sorted.skip(wanted.skip()).limit(wanted.size()).toList(), kept.size());
        };
    }
}
