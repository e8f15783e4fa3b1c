package dev.muster.server.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what an answer in JSON lists, whichever route it is of. The lists of an answer are itself or members of it; when
 * they are too long together, one page after the other has some of their rows, in the order of the lists' names, and each
 * but the last says where the next one is: {@code Link: <…>; rel="next"} (RFC 8288). Members that are no lists are on every
 * page. All pages together hold each row once.
 *
 * <p>A caller may ask for less at once: {@code ?rows=100}.
 */
final class Pages {
    /** Some thousand rows, and little beside what a server holds of others' answers. */
    static final int BYTES_MAX = 2 << 20;

    private static final int ROWS_MAX = 100_000;
    static final String PAGE = "page";
    private static final String ROWS = "rows";

    /** {@code changed=120}: how many rows of which list an answer to a POST left out; without a name when it is the list. */
    static final String LEFT_OUT = "muster-left-out";

    private Pages() {}

    /** The answer with its document as bytes. @throws Refused 400 or 409 when it has no such page */
    static Response written(Response response, Request request) {
        if (!(response.body() instanceof Response.Document(Object value))) {
            return response;
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return cut(response, value);
        }
        boolean asked = request.query(PAGE).isPresent() || request.query(ROWS).isPresent();
        Map<String, @Nullable Object> members = Json.members(value);
        boolean whole = !asked && members.values().stream().noneMatch(Keyed.class::isInstance);
        Optional<byte[]> bytes = whole ? Json.bytes(value, BYTES_MAX) : Optional.empty();
        if (bytes.isPresent()) {
            return with(response, bytes.get());
        }
        TreeMap<String, @Nullable Object> lists = new TreeMap<>(members);
        lists.values().removeIf(member -> !(member instanceof List || member instanceof Keyed));
        return lists.isEmpty() ? with(response, Json.bytes(value)) : page(response, request, members, lists);
    }

    /** What is done or tried is not done again for a second page: what does not fit is told by its number. */
    private static Response cut(Response response, Object value) {
        Map<String, @Nullable Object> members = Json.members(value);
        TreeMap<String, @Nullable Object> lists = new TreeMap<>(members);
        lists.values().removeIf(member -> !(member instanceof List));
        Optional<byte[]> bytes = Json.bytes(value, BYTES_MAX);
        if (bytes.isPresent() || lists.isEmpty()) {
            return with(response, bytes.orElseGet(() -> Json.bytes(value)));
        }
        Room room = new Room(ROWS_MAX, rest(members, lists));
        Map<String, @Nullable Object> some = new LinkedHashMap<>(members);
        List<String> leftOut = new ArrayList<>();
        lists.forEach((name, list) -> {
            List<?> all = (List<?>) Objects.requireNonNull(list);
            List<Object> rows = new ArrayList<>();
            room.fill(Listing.of(name, all, new Cursor(name, 0, "")), rows);
            some.put(name, rows);
            if (rows.size() < all.size()) {
                leftOut.add(name + "=" + (all.size() - rows.size()));
            }
        });
        return with(response, Json.bytes(Objects.requireNonNullElse(some.get(""), some)))
                .with(LEFT_OUT, String.join(", ", leftOut));
    }

    private static Response with(Response response, byte[] bytes) {
        return new Response(response.status(), response.headers(), new Response.Bytes(bytes));
    }

    private static Response page(
            Response response,
            Request request,
            Map<String, @Nullable Object> members,
            NavigableMap<String, @Nullable Object> lists) {
        Cursor from = request.query(PAGE).map(Cursor::parse).orElseGet(() -> new Cursor(lists.firstKey(), 0, ""));
        if (!lists.containsKey(from.list())) {
            throw Cursor.unknown();
        }
        Room room = new Room((int) request.query(ROWS, ROWS_MAX, 1, ROWS_MAX), rest(members, lists));
        Map<String, @Nullable Object> page = new LinkedHashMap<>(members);
        lists.keySet().forEach(name -> page.put(name, List.of()));
        @Nullable Cursor next = null;
        for (Map.Entry<String, @Nullable Object> list :
                lists.tailMap(from.list(), true).entrySet()) {
            String name = list.getKey();
            Listing listing = Listing.of(
                    name,
                    Objects.requireNonNull(list.getValue()),
                    name.equals(from.list()) ? from : new Cursor(name, 0, ""));
            List<Object> rows = new ArrayList<>();
            next = room.fill(listing, rows);
            page.put(name, rows);
            if (next != null) {
                break;
            }
        }
        Response cut = with(response, Json.bytes(Objects.requireNonNullElse(page.get(""), page)));
        return next == null ? cut : cut.next(request, Map.of(PAGE, next.text()));
    }

    private static int rest(Map<String, @Nullable Object> members, Map<String, @Nullable Object> lists) {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(members);
        rest.keySet().removeAll(lists.keySet());
        return Json.bytes(rest).length;
    }

    /** What a page still has room for. The first row of a page always has: otherwise there would be no end. */
    private static final class Room {
        private int rows;
        private long bytes;
        private boolean empty = true;

        Room(int rows, int taken) {
            this.rows = rows;
            this.bytes = BYTES_MAX - (long) taken;
        }

        /** @return where to go on, or null when the list came to its end */
        @Nullable
        Cursor fill(Listing listing, List<Object> into) {
            while (listing.more()) {
                if (rows == 0) {
                    return listing.here();
                }
                Json.Row row = Json.row(listing.next());
                if (!empty && row.bytes() > bytes) {
                    listing.unread();
                    return listing.here();
                }
                into.add(row.raw());
                rows--;
                bytes -= row.bytes();
                empty = false;
            }
            return null;
        }
    }
}
