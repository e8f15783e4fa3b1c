package dev.muster.server.http;

import java.util.List;
import java.util.function.Function;

/**
 * A list in a JSON answer that is read a piece at a time, because the whole of it may be as large as a fleet. See
 * {@link Response#json(Object)}.
 */
public interface Keyed<T> {
    /**
     * The rows after this one, in the order of the list.
     *
     * @param key of the last row that was given; empty for the first ones
     * @param most how many at most; fewer are the last
     */
    List<T> after(String key, int most);

    /** What a row is found by again; no two rows have the same. */
    String key(T row);

    /** A row as it stands in the answer: a record or map. */
    default Object shown(T row) {
        return row;
    }

    /** The same list with other rows in the answer. */
    default Keyed<T> showing(Function<? super T, ?> as) {
        Keyed<T> rows = this;
        return new Keyed<>() {
            @Override
            public List<T> after(String key, int most) {
                return rows.after(key, most);
            }

            @Override
            public String key(T row) {
                return rows.key(row);
            }

            @Override
            public Object shown(T row) {
                return as.apply(row);
            }
        };
    }
}
