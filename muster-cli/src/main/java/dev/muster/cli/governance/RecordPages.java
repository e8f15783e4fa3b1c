package dev.muster.cli.governance;

import dev.muster.cli.api.ApiClient;
import dev.muster.cli.comply.Query;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import tools.jackson.databind.JsonNode;

/** All records of a kind, asked for a page after the other while somebody reads on. */
record RecordPages(ApiClient api, String path, String state, String device, String person)
        implements Iterable<JsonNode> {
    private static final int PAGE = 1_000;

    @Override
    public Iterator<JsonNode> iterator() {
        return new Reading();
    }

    private final class Reading implements Iterator<JsonNode> {
        private final Deque<JsonNode> page = new ArrayDeque<>();
        private String since = "";
        private String id = "";
        private boolean more = true;

        @Override
        public boolean hasNext() {
            if (page.isEmpty() && more) {
                api.get(Query.of(
                                path,
                                "state",
                                state,
                                "device",
                                device,
                                "person",
                                person,
                                "before",
                                since,
                                "beforeId",
                                id,
                                "limit",
                                "" + PAGE))
                        .path("records")
                        .forEach(page::add);
                more = page.size() == PAGE;
            }
            return !page.isEmpty();
        }

        @Override
        public JsonNode next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no more records");
            }
            JsonNode record = page.removeFirst();
            since = record.path("since").asString();
            id = record.path("id").asString();
            return record;
        }
    }
}
