package dev.muster.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.server.http.testing.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Answers that list more than fits: pages within the bound, each row once, whatever happens to the list meanwhile. */
class PagesTest {
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");
    private static final String FILLING = "é".repeat(2_000);

    private static final List<Line> lines = new CopyOnWriteArrayList<>();
    private static TestServer server;
    private static HttpClient client;

    record Line(String id, String text) {}

    record Two(String word, List<Line> others, List<Line> some) {}

    /** All numbers up to the last, none of them in memory. */
    private record Numbers(int last) implements Keyed<Integer> {
        @Override
        public List<Integer> after(String key, int most) {
            int from = key.isEmpty() ? 0 : Integer.parseInt(key) + 1;
            return IntStream.range(from, Math.min(last, from + most)).boxed().toList();
        }

        @Override
        public String key(Integer row) {
            return row.toString();
        }
    }

    @BeforeAll
    static void start() {
        Routes routes = new Routes()
                .get("/list", Need.NOTHING, _ -> Response.json(List.copyOf(lines)))
                .post("/list", Need.NOTHING, _ -> Response.json(List.copyOf(lines)))
                .post("/two", Need.NOTHING, _ -> Response.json(new Two("both", filled(700), filled(900))))
                .get(
                        "/two",
                        Need.NOTHING,
                        _ -> Response.json(new Two("both", filled(700), filled(900)))
                                .with("link", "</two?part=2>; rel=\"next\""))
                .get(
                        "/numbers",
                        Need.NOTHING,
                        _ -> Response.json(Map.of(
                                "word",
                                "many",
                                "numbers",
                                new Numbers(200_000).showing(number -> Map.of("number", number, "is", "a number")))))
                .get("/large", Need.NOTHING, _ -> Response.json(List.of("x".repeat(3 << 20), "y", "z".repeat(3 << 20))))
                .get("/document", Need.NOTHING, _ -> Response.json(Map.of("text", "x".repeat(3 << 20))));
        server = TestServer.devices(routes);
        client = server.client(null);
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static List<Line> filled(int rows) {
        return IntStream.range(0, rows)
                .mapToObj(i -> new Line("n" + i, FILLING))
                .toList();
    }

    private static HttpResponse<byte[]> get(String path) {
        return TestServer.send(
                client, HttpRequest.newBuilder(server.device(path)).build());
    }

    private static HttpResponse<byte[]> post(String path) {
        return TestServer.send(
                client,
                HttpRequest.newBuilder(server.device(path))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build());
    }

    private static String next(HttpResponse<byte[]> page) {
        Matcher link = NEXT.matcher(page.headers().firstValue("link").orElse(""));
        return link.matches() ? link.group(1) : "";
    }

    private static List<JsonNode> pages(String path) {
        List<JsonNode> pages = new ArrayList<>();
        for (String at = path; !at.isEmpty(); ) {
            HttpResponse<byte[]> page = get(at);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body().length).isLessThanOrEqualTo(Pages.BYTES_MAX + 100);
            pages.add(Json.tree(page.body()));
            at = next(page).contains("page=") ? next(page) : "";
        }
        return pages;
    }

    private static List<String> ids(List<JsonNode> pages, String list) {
        List<String> ids = new ArrayList<>();
        pages.forEach(page -> (list.isEmpty() ? page : page.path(list))
                .forEach(row -> ids.add(row.path("id").asString())));
        return ids;
    }

    @Test
    void aListThatIsTooLongComesInPages() {
        lines.clear();
        lines.addAll(filled(1_700));
        List<JsonNode> pages = pages("/list");
        assertThat(pages).hasSize(4);
        assertThat(ids(pages, "")).isEqualTo(lines.stream().map(Line::id).toList());
    }

    @Test
    void aListThatFitsIsOnePage() {
        lines.clear();
        lines.addAll(filled(3));
        assertThat(pages("/list")).hasSize(1);
        assertThat(pages("/list?rows=2")).hasSize(2);
    }

    @Test
    void listsOfOneAnswerFollowOneAnotherAndWhatIsNoListIsOnEachPage() {
        List<JsonNode> pages = pages("/two");
        assertThat(pages)
                .hasSizeGreaterThan(3)
                .allMatch(page -> page.path("word").asString().equals("both"));
        assertThat(ids(pages, "others")).hasSize(700).doesNotHaveDuplicates();
        assertThat(ids(pages, "some")).hasSize(900).doesNotHaveDuplicates();
    }

    @Test
    void whereTheRouteItselfGoesOnItsLastPageSays() {
        String at = "/two?rows=1000";
        HttpResponse<byte[]> page = get(at);
        while (next(page).contains("page=")) {
            page = get(next(page));
        }
        assertThat(next(page)).isEqualTo("/two?part=2");
    }

    @Test
    void whatIsNotInMemoryIsReadAPieceAtATime() {
        List<Integer> numbers = new ArrayList<>();
        pages("/numbers")
                .forEach(page -> page.path("numbers")
                        .forEach(row -> numbers.add(row.path("number").asInt())));
        assertThat(numbers).hasSize(200_000).isSorted().doesNotHaveDuplicates();
        assertThat(pages("/numbers?rows=100000")).hasSizeGreaterThan(2);
    }

    @Test
    void whatComesAndGoesBeforeThePageNeitherHidesNorRepeatsARow() {
        lines.clear();
        lines.addAll(filled(10));
        HttpResponse<byte[]> first = get("/list?rows=4");
        lines.remove(1);
        lines.remove(0);
        lines.addFirst(new Line("new", ""));
        assertThat(ids(List.of(Json.tree(get(next(first)).body())), "")).startsWith("n4", "n5");
        lines.removeIf(line -> line.id().equals("n3"));
        HttpResponse<byte[]> gone = get(next(first));
        assertThat(gone.statusCode()).isEqualTo(409);
        assertThat(Json.tree(gone.body()).path("code").asString()).isEqualTo("page-gone");
    }

    /** Such as what was said of one device, again and again. */
    @Test
    void whereSeveralRowsHaveOneNameNoneIsRepeatedOrHidden() {
        lines.clear();
        for (String id : List.of("a", "b", "b", "c")) {
            lines.add(new Line(id, "of " + lines.size()));
        }
        String afterThree = next(get("/list?rows=3"));
        String afterTwo = next(get("/list?rows=2"));
        assertThat(ids(List.of(Json.tree(get(afterThree).body())), "")).containsExactly("c");
        lines.removeFirst();
        // The place after two rows is now between the other b and c.
        assertThat(ids(List.of(Json.tree(get(afterTwo).body())), "")).containsExactly("b", "c");
        assertThat(ids(List.of(Json.tree(get(afterThree).body())), "")).containsExactly("c");
        lines.addFirst(new Line("b", "new"));
        assertThat(ids(List.of(Json.tree(get(afterTwo).body())), "")).containsExactly("b", "c");
        lines.removeIf(line -> line.text().equals("of 1"));
        assertThat(get(afterTwo).statusCode()).isEqualTo(409);
    }

    @Test
    void rowsThatAreEqualAreCounted() {
        lines.clear();
        for (String id : List.of("a", "b", "b", "b", "c")) {
            lines.add(new Line(id, ""));
        }
        String next = next(get("/list?rows=3"));
        assertThat(ids(List.of(Json.tree(get(next).body())), "")).containsExactly("b", "c");
        lines.removeFirst();
        assertThat(ids(List.of(Json.tree(get(next).body())), "")).containsExactly("b", "c");
        lines.removeFirst();
        assertThat(get(next).statusCode()).isEqualTo(409);
    }

    /** A list is given once, however its rows are named, and nobody makes a long one dear by asking for its pages. */
    @Test
    void tenThousandRowsOfOneNameComeWholeAndAtOnce() {
        lines.clear();
        lines.addAll(IntStream.range(0, 10_000)
                .mapToObj(i -> new Line("cam", FILLING.substring(0, 500) + i % 5_000))
                .toList());
        long began = System.nanoTime();
        List<String> texts = new ArrayList<>();
        pages("/list")
                .forEach(page -> page.forEach(row -> texts.add(row.path("text").asString())));
        assertThat(texts).isEqualTo(lines.stream().map(Line::text).toList());
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void whatAPostAnswersIsBoundedAndSaysWhatItLeftOut() {
        lines.clear();
        lines.addAll(filled(1_700));
        HttpResponse<byte[]> cut = post("/list");
        assertThat(cut.body().length).isBetween(Pages.BYTES_MAX - 10_000, Pages.BYTES_MAX + 100);
        int given = Json.tree(cut.body()).size();
        assertThat(cut.headers().firstValue(Pages.LEFT_OUT)).contains("=" + (1_700 - given));
        HttpResponse<byte[]> two = post("/two");
        JsonNode tree = Json.tree(two.body());
        assertThat(tree.path("word").asString()).isEqualTo("both");
        int some = tree.path("some").size();
        int others = tree.path("others").size();
        assertThat(others + some).isLessThan(1_600).isGreaterThan(400);
        assertThat(two.headers().firstValue(Pages.LEFT_OUT).orElse(""))
                .isEqualTo(
                        others < 700 ? "others=" + (700 - others) + ", some=" + (900 - some) : "some=" + (900 - some));
        lines.clear();
        assertThat(post("/list").headers().firstValue(Pages.LEFT_OUT)).isEmpty();
    }

    @Test
    void aRowThatIsLargerThanAPageIsAPage() {
        List<Integer> sizes = new ArrayList<>();
        for (String at = "/large"; !at.isEmpty(); ) {
            HttpResponse<byte[]> page = get(at);
            sizes.add(Json.tree(page.body()).size());
            at = next(page);
        }
        assertThat(sizes).containsExactly(1, 1, 1);
        assertThat(get("/document").statusCode()).isEqualTo(200);
    }

    @Test
    void whatTheCallerAskedForStandsInTheLinkAsItWas() {
        lines.clear();
        lines.addAll(filled(3));
        String next = next(get("/list?a=%3Cb%3E&rows=1&page=-0-&c=%22"));
        assertThat(next).startsWith("/list?a=%3Cb%3E&rows=1&c=%22&page=-");
        assertThat(URI.create(next).getQuery()).contains("<b>");
    }

    @Test
    void pagesThatNobodyLinkedToAreRefused() {
        lines.clear();
        lines.addAll(filled(3));
        for (String page : List.of("", "x", "-1", "none-1-", "-99999999999-", "-1-%00", "-1-!", "-1-AAAAA", "--1-")) {
            assertThat(get("/list?page=" + page).statusCode()).as(page).isIn(400, 409);
        }
        for (String rows : List.of("0", "-1", "x", "100001")) {
            assertThat(get("/list?rows=" + rows).statusCode()).as(rows).isEqualTo(400);
        }
    }
}
