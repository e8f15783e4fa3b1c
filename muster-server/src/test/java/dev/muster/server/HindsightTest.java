package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sequence.Entries;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.http.Refused;
import dev.muster.server.topic.Hindsight;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Registers made again from entries are the registers that are kept, and pages of the past show what was so then. */
@Timeout(120)
class HindsightTest {
    private static final OrgId DEMO = new OrgId("demo");

    /**
     * Topics whose pages show the past, and the beginning of the names of their tables. The build that left the folder kept
     * fewer columns about updates, which migrations filled in with nothing: those are compared in the test of their pages.
     */
    private static final List<String> LOOKED_BACK_AT =
            List.of("governance", "network", "devices", "failures", "joining");

    /**
     * The build that left the folder had no such table, and the one that made it did not fill it from the entries: the past
     * knows more than what is kept.
     */
    private static final Set<String> BEGAN_LATER = Set.of("joining_issued");

    @TempDir
    private Path parent;

    @Test
    void whatIsFoldedAgainIsWhatIsKept() throws Exception {
        Path data = OlderDemoTest.unpacked(parent);
        ExchangePair.start(data, Map.of()).close();
        try (Database database = Database.open("jdbc:sqlite:" + data.resolve("muster.db"));
                Hindsight hindsight =
                        new Hindsight(database, Topics.codec(), Topics.migrations(), Topics.registers())) {
            Instant now = Instant.now();
            int rows = 0;
            for (String topic : LOOKED_BACK_AT) {
                for (String table : tables(database, topic)) {
                    List<String> kept = database.read(tx -> rows(tx, table));
                    List<String> folded = hindsight.read(DEMO, Optional.of(now), topic, tx -> rows(tx, table));
                    if (BEGAN_LATER.contains(table)) {
                        assertThat(folded).as(table).containsAll(kept).isNotEmpty();
                    } else {
                        assertThat(folded).as(table).containsExactlyInAnyOrderElementsOf(kept);
                    }
                    rows += kept.size();
                }
            }
            assertThat(rows).as("that would be nothing compared").isGreaterThan(20);
        }
    }

    @Test
    void moreThanAPageIsWorthIsRefusedAndSaidSo() throws Exception {
        Path data = OlderDemoTest.unpacked(parent);
        ExchangePair.start(data, Map.of()).close();
        try (Database database = Database.open("jdbc:sqlite:" + data.resolve("muster.db"));
                Hindsight hindsight =
                        new Hindsight(database, Topics.codec(), Topics.migrations(), Topics.registers(), 3, 1 << 20)) {
            Instant begun = database.read(
                    tx -> new Entries(tx, DEMO).at(0).orElseThrow().receivedAt());
            long none = hindsight.read(
                    DEMO, Optional.of(begun), "update", tx -> tx.count("select count(*) as n from update_device"));
            assertThat(none).isZero();
            assertThatThrownBy(() -> hindsight.read(DEMO, Optional.of(Instant.now()), "update", tx -> 0))
                    .isInstanceOf(Refused.class);
            long again = hindsight.read(
                    DEMO, Optional.of(begun), "update", tx -> tx.count("select count(*) as n from update_device"));
            assertThat(again).as("what failed half way is not asked").isZero();
        }
    }

    @Test
    void bodiesAreCountedBeforeTheyAreRead() throws Exception {
        Path data = OlderDemoTest.unpacked(parent);
        ExchangePair.start(data, Map.of()).close();
        try (Database database = Database.open("jdbc:sqlite:" + data.resolve("muster.db"))) {
            List<Long> all = database.read(tx -> {
                Entries entries = new Entries(tx, DEMO);
                return LongStream.range(0, Math.min(entries.size(), 500))
                        .boxed()
                        .toList();
            });
            List<Long> read = database.read(tx -> new Entries(tx, DEMO).at(all)).stream()
                    .map(entry -> (long) entry.body().map(body -> body.length).orElse(0))
                    .toList();
            List<Long> counted = database.read(tx -> new Entries(tx, DEMO).lengths(all));
            assertThat(counted).isEqualTo(read).isNotEmpty();
            try (Hindsight hindsight =
                    new Hindsight(database, Topics.codec(), Topics.migrations(), Topics.registers(), 10_000, 100)) {
                assertThatThrownBy(() -> hindsight.read(DEMO, Optional.of(Instant.now()), "update", tx -> 0))
                        .isInstanceOf(Refused.class)
                        .hasMessageContaining("past-too-long");
            }
        }
    }

    /** Whoever folds holds up those who wait for the same, a few, for a while; nobody else. */
    @Test
    void fewWaitForAFoldAndNotForLong() throws Exception {
        Path data = OlderDemoTest.unpacked(parent);
        ExchangePair.start(data, Map.of()).close();
        try (Database database = Database.open("jdbc:sqlite:" + data.resolve("muster.db"));
                Hindsight hindsight = new Hindsight(database, Topics.codec(), Topics.migrations(), Topics.registers());
                ExecutorService people = Executors.newCachedThreadPool()) {
            Optional<Instant> now = Optional.of(Instant.now());
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            Future<Long> slow = people.submit(() -> hindsight.read(DEMO, now, "update", tx -> {
                inside.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return tx.count("select count(*) as n from update_device");
            }));
            inside.await();
            List<Future<Boolean>> others = IntStream.range(0, 12)
                    .mapToObj(_ -> people.submit(() -> refused(hindsight, now)))
                    .toList();
            for (Future<Boolean> other : others) {
                assertThat(other.get(30, TimeUnit.SECONDS)).isTrue();
            }
            for (String topic : LOOKED_BACK_AT) { // as many as drive the slow one out
                long none = hindsight.read(DEMO, now, topic, tx -> 0L);
                assertThat(none).isZero();
            }
            go.countDown();
            assertThat(slow.get(30, TimeUnit.SECONDS))
                    .as("its registers stay open until it left")
                    .isPositive();
        }
    }

    private static boolean refused(Hindsight hindsight, Optional<Instant> now) {
        try {
            hindsight.read(DEMO, now, "update", tx -> 0);
            return false;
        } catch (Refused busy) {
            return busy.getMessage().contains("past-busy");
        }
    }

    @Test
    void recordsOfPeopleAreShownAsTheyStood() throws Exception {
        Path data = parent.resolve("data");
        try (MusterServer server = ExchangePair.start(data, Map.of());
                ApiUser user = ApiUser.local(data, server)) {
            ExchangePair.product(user, "cam");
            ExchangePair.ok(user.post("/api/v1/demo/devices", Map.of("id", "cam-1", "product", "cam")));
            Instant before = Instant.now();
            ExchangePair.ok(ExchangePair.move(user, "custody", "c-1", "open-request"));
            Instant opened = Instant.now();
            ExchangePair.ok(ExchangePair.move(
                    user, "custody", "c-1", "request-release", "device", "cam-1", "reason", "repair"));
            String now =
                    ExchangePair.ok(user.get("/o/demo/governance/custody/c-1")).body();
            assertThat(now).contains("data-post").contains("cam-1");
            String then = ExchangePair.ok(user.get("/o/demo/governance/custody/c-1?asOf=" + opened))
                    .body();
            assertThat(then)
                    .contains("back to now", "open-request by", "1 steps")
                    .doesNotContain("data-post")
                    .doesNotContain("request-release by");
            assertThat(user.get("/o/demo/governance/custody/c-1?asOf=" + before).statusCode())
                    .isEqualTo(404);
            assertThat(ExchangePair.ok(user.get("/o/demo/governance/custody?asOf=" + before))
                            .body())
                    .contains(": 0</h1>")
                    .doesNotContain("c-1")
                    .doesNotContain("data-post");
            assertThat(ExchangePair.ok(user.get("/o/demo/governance/custody?asOf=" + opened))
                            .body())
                    .contains("/o/demo/governance/custody/c-1?asOf=");
        }
    }

    @Test
    void whoMayJoinIsShownAsItStoodAndNothingCanBeDoneAboutIt() throws Exception {
        String[] acts = {"Withdraw", "Accept a maker", "Register a list", "Take a voucher", "Believe a signer"};
        Path data = parent.resolve("data");
        try (MusterServer server = ExchangePair.start(data, Map.of());
                ApiUser user = ApiUser.local(data, server)) {
            ExchangePair.product(user, "cam");
            Instant before = Instant.now();
            ExchangePair.ok(user.post("/api/v1/demo/joining/tokens", Map.of("device", "gw-1", "product", "cam")));
            Instant made = Instant.now();
            assertThat(ExchangePair.ok(user.get("/o/demo/joining")).body())
                    .contains("gw-1")
                    .contains(acts);
            assertThat(ExchangePair.ok(user.get("/o/demo/joining?asOf=" + made)).body())
                    .contains("back to now", "gw-1", "not of the past")
                    .doesNotContain(acts);
            assertThat(ExchangePair.ok(user.get("/o/demo/joining?asOf=" + before))
                            .body())
                    .contains("back to now", "There is none. muster join token make")
                    .doesNotContain("gw-1")
                    .doesNotContain(acts);
        }
    }

    /** Every place, at a past second: it shows that second or says that it shows the present. */
    @Test
    void everyPlaceShowsThePastOrSaysThatItDoesNot() throws Exception {
        Path data = OlderDemoTest.unpacked(parent);
        Instant at = Instant.parse("2026-11-29T12:01:40Z"); // when that demo had ended
        try (MusterServer server = ExchangePair.start(data, Map.of());
                ApiUser user = ApiUser.local(data, server)) {
            Set<String> places = new TreeSet<>(places(user, "/o/demo/?asOf=" + at));
            for (String place : List.copyOf(places)) {
                places.addAll(places(user, place));
            }
            places.add("/o/demo/products/acme-cam?asOf=" + at);
            assertThat(places).hasSizeGreaterThan(12).allMatch(place -> place.endsWith("?asOf=" + at));
            List<String> onlyNow = new ArrayList<>();
            for (String place : places) {
                HttpResponse<String> answer = ExchangePair.ok(user.get(place));
                boolean past = answer.body().contains("back to now");
                boolean present = answer.body().contains("This page shows the present");
                assertThat(past ^ present).as(place).isTrue();
                if (present) {
                    onlyNow.add(place.replaceAll("/o/demo/|\\?.*", ""));
                }
            }
            assertThat(onlyNow)
                    .as("those without a past: what others need of them is in the ledger")
                    .containsExactlyInAnyOrder("attestation", "authorities", "notices", "drills");
        }
    }

    private static List<String> places(ApiUser user, String from) throws Exception {
        return Pattern.compile("href=\"(/o/demo/[^\"]*)\" aria-current")
                .matcher(ExchangePair.ok(user.get(from)).body())
                .results()
                .map((MatchResult one) -> one.group(1))
                .filter(link -> !link.contains("span="))
                .toList();
    }

    private static List<String> tables(Database database, String topic) {
        return database
                .read(tx -> tx.query(
                        "select name from sqlite_master where type = 'table' and name like ? order by name",
                        row -> row.text("name"),
                        topic + "_%"))
                .stream()
                .toList();
    }

    /** Of the organisation whose past it is: the folder has two. */
    private static List<String> rows(Tx tx, String table) {
        List<String> columns = tx.query("select name from pragma_table_info(?)", row -> row.text("name"), table);
        String all = columns.stream()
                .map(column -> "coalesce(quote(" + column + "), '')")
                .reduce((a, b) -> a + " || '|' || " + b)
                .orElseThrow();
        return tx.query(
                "select " + all + " as line from " + table + " where org = ?", row -> row.text("line"), DEMO.value());
    }
}
