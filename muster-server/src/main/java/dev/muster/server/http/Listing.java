package dev.muster.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The rows of one list of an answer from a cursor on, whichever way the list is kept. */
sealed interface Listing {
    boolean more();

    /** Only when there is {@link #more}. */
    Object next();

    /** Takes back the row that {@link #next} gave last. */
    void unread();

    /** After the row that {@link #next} gave last, or where it began. */
    Cursor here();

    /** @param list a {@link List} or {@link Keyed} */
    static Listing of(String name, Object list, Cursor from) {
        return list instanceof Keyed<?> keyed ? new Pieces<>(name, keyed, from) : new Whole(name, (List<?>) list, from);
    }

    /**
     * A list in memory. What is added or removed before the cursor meanwhile neither hides nor repeats a row where rows have
     * names of their own; where it moved, and several have the name of the last one given, the page is gone.
     */
    final class Whole implements Listing {
        private final String name;
        private final List<?> rows;
        private int at;

        Whole(String name, List<?> rows, Cursor from) {
            this.name = name;
            this.rows = rows;
            this.at = from.position() == 0 ? 0 : after(from);
        }

        private int after(Cursor from) {
            if (from.position() <= rows.size() && mark(from.position()).equals(from.mark())) {
                return from.position();
            }
            int[] places = IntStream.rangeClosed(1, rows.size())
                    .filter(given -> mark(given).equals(from.mark()))
                    .limit(2)
                    .toArray();
            if (places.length != 1) {
                throw Cursor.gone();
            }
            return places[0];
        }

        /** Of the last of so many rows. */
        private String mark(int given) {
            return Json.mark(rows.get(given - 1));
        }

        @Override
        public boolean more() {
            return at < rows.size();
        }

        @Override
        public Object next() {
            return rows.get(at++);
        }

        @Override
        public void unread() {
            at--;
        }

        @Override
        public Cursor here() {
            return new Cursor(name, at, at == 0 ? "" : mark(at));
        }
    }

    /** A list that is read a piece at a time. */
    final class Pieces<T> implements Listing {
        /** Rows read at once: some hundred KB. */
        private static final int PIECE = 500;

        private final String name;
        private final Keyed<T> keyed;
        private List<T> piece = new ArrayList<>();
        private int given;
        private String before = "";
        private String last;
        private boolean ended;

        Pieces(String name, Keyed<T> keyed, Cursor from) {
            this.name = name;
            this.keyed = keyed;
            this.last = from.mark();
        }

        @Override
        public boolean more() {
            if (given == piece.size() && !ended) {
                piece = keyed.after(last, PIECE);
                given = 0;
                ended = piece.size() < PIECE;
            }
            return given < piece.size();
        }

        @Override
        public Object next() {
            T row = piece.get(given++);
            before = last;
            last = keyed.key(row);
            return keyed.shown(row);
        }

        @Override
        public void unread() {
            given--;
            last = before;
        }

        @Override
        public Cursor here() {
            return new Cursor(name, 0, last);
        }
    }
}
