package dev.muster.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
     * A list in memory. What is added or removed before the cursor meanwhile neither hides nor repeats a row: a row is found
     * again by its name, where several have that name (all that was said of one device) by its content, and of several with
     * the same content by how many were given, while there are as many. What cannot be found again is a page that is gone. A
     * row that moves itself from after the cursor to before it is not seen.
     */
    final class Whole implements Listing {
        /** A name, and for rows that share it their content, which of those with this content it is, and of how many. */
        private static final Pattern MARK =
                Pattern.compile("([A-Za-z0-9_-]+)(?:\\.([A-Za-z0-9_-]+)\\.([0-9]{1,9})\\.([0-9]{1,9}))?");

        private final String name;
        private final List<?> rows;
        private int at;
        private List<String> names = List.of();

        Whole(String name, List<?> rows, Cursor from) {
            this.name = name;
            this.rows = rows;
            this.at = from.position() == 0 ? 0 : after(from.mark());
        }

        private int after(String mark) {
            Matcher form = MARK.matcher(mark);
            if (!form.matches()) {
                throw Cursor.gone();
            }
            List<Integer> namesakes = places(form.group(1));
            if (form.group(2) == null) {
                return only(namesakes, 0, 1) + 1;
            }
            return only(
                            same(namesakes, form.group(2)),
                            Integer.parseInt(form.group(3)),
                            Integer.parseInt(form.group(4)))
                    + 1;
        }

        private static int only(List<Integer> places, int which, int of) {
            if (places.size() != of || which >= of) {
                throw Cursor.gone();
            }
            return places.get(which);
        }

        /** Of the row at this place: nothing else in the list has the same. */
        private String mark(int place) {
            String known = names().get(place);
            List<Integer> namesakes = places(known);
            if (namesakes.size() == 1) {
                return known;
            }
            String content = Json.content(rows.get(place));
            List<Integer> same = same(namesakes, content);
            return known + "." + content + "." + same.indexOf(place) + "." + same.size();
        }

        private List<Integer> places(String known) {
            return IntStream.range(0, rows.size())
                    .filter(place -> names().get(place).equals(known))
                    .boxed()
                    .toList();
        }

        private List<Integer> same(List<Integer> namesakes, String content) {
            return namesakes.stream()
                    .filter(place -> Json.content(rows.get(place)).equals(content))
                    .toList();
        }

        /** Made only for a list that does not fit. */
        private List<String> names() {
            if (names.size() != rows.size()) {
                names = rows.stream().map(Json::mark).toList();
            }
            return names;
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
            return new Cursor(name, at, at == 0 ? "" : mark(at - 1));
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
