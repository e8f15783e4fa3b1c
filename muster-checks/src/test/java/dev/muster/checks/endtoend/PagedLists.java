package dev.muster.checks.endtoend;

import dev.muster.cli.api.ApiClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Reads every list of the API at once and in pages, and says where that is not the same. */
final class PagedLists {
    /** Lists inside a member that is no list: none of them grows with a fleet, its people or its time. */
    static final Set<String> SHORT = Set.of();

    /** What changes while it is read is read again: followers of what came last take a second on a busy machine. */
    private static final int TRIES = 10;

    private static final long REST_MILLIS = 500;

    private static final int PARTS = 3;
    private static final byte[] NOTHING = {};

    private final Asking asking;
    private final List<String> faults = new ArrayList<>();
    private final TreeSet<String> names = new TreeSet<>();
    private final TreeSet<String> nested = new TreeSet<>();

    PagedLists(Asking asking) {
        this.asking = asking;
    }

    List<String> faults() {
        return faults;
    }

    /** The lists that had a second page. */
    Set<String> names() {
        return names;
    }

    Set<String> nested() {
        return nested;
    }

    void read(ApiContract.Operation one, String path, ApiClient api) throws IOException, InterruptedException {
        String fault = "";
        for (int i = 0; i < TRIES; i++) {
            HttpResponse<byte[]> answer = asking.call("GET", path, "", NOTHING);
            if (answer.statusCode() != 200
                    || !answer.headers().firstValue("content-type").orElse("").startsWith("application/json")) {
                return;
            }
            fault = compared(one.id(), path, ApiContract.json(answer.body()), api);
            if (fault.isEmpty()) {
                return;
            }
            Thread.sleep(REST_MILLIS);
        }
        faults.add(one.id() + ": " + fault);
    }

    private String compared(String id, String path, JsonNode whole, ApiClient api)
            throws IOException, InterruptedException {
        Map<String, JsonNode> lists = lists(whole);
        whole.properties().stream()
                .filter(member -> member.getValue().isObject())
                .forEach(member -> lists(member.getValue())
                        .keySet()
                        .forEach(name -> nested.add(id + " " + member.getKey() + "." + name)));
        int rows = lists.values().stream().mapToInt(JsonNode::size).sum();
        if (rows < 2) {
            return "";
        }
        String part = path + (path.contains("?") ? "&" : "?") + "rows=" + Math.max(1, rows / PARTS);
        HttpResponse<byte[]> first = asking.call("GET", part, "", NOTHING);
        if (!first.headers().firstValue("link").orElse("").contains("rel=\"next\"")) {
            return "lists " + rows + " rows and has no page of " + Math.max(1, rows / PARTS);
        }
        Map<String, JsonNode> paged = lists(api.get(part));
        for (var list : lists.entrySet()) {
            if (!list.getValue().equals(paged.get(list.getKey()))) {
                return list.getKey() + " is " + list.getValue() + " and in pages " + paged.get(list.getKey());
            }
            names.add(id + " " + list.getKey());
        }
        return "";
    }

    private static Map<String, JsonNode> lists(JsonNode document) {
        Map<String, JsonNode> lists = new TreeMap<>();
        if (document.isArray()) {
            lists.put("", document);
        }
        document.properties().stream()
                .filter(member -> member.getValue().isArray())
                .forEach(member -> lists.put(member.getKey(), member.getValue()));
        return lists;
    }
}
