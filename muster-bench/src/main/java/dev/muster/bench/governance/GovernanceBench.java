package dev.muster.bench.governance;

import dev.muster.cli.DataDir;
import dev.muster.cli.api.ApiClient;
import dev.muster.ledger.sql.Database;
import dev.muster.server.MusterServer;
import dev.muster.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A whole server over SQLite with a register of work orders, asked over TLS for its pages and answers, after a warm-up:
 * prints the middle and the slowest of the rounds. The register's rows are written straight into their tables, as the fold
 * of the ledger leaves them, because appending a million entries is another benchmark.
 */
public final class GovernanceBench {
    private static final int ORDERS = 200_000;
    private static final int ORDERS_BRIEF = 20_000;
    private static final int DEVICES = 5_000;
    private static final int BATCH = 10_000;
    private static final int BUDGET_LINES = 400;
    private static final int WARM_UP = 10;
    private static final int ROUNDS = 40;
    private static final long GOAL_MILLIS = 200;
    private static final Duration FIVE_YEARS = Duration.ofDays(5 * 365);
    private static final List<String> PATH =
            List.of("open-request", "request", "approve", "schedule", "ready", "start", "done", "verify", "close");
    private static final List<String> STATES = List.of(
            "draft", "requested", "approved", "scheduled", "ready", "in-progress", "work-done", "verifying", "closed");

    private static final @Nullable Instant NOT_DUE = null;

    private GovernanceBench() {}

    public static void main(String[] arguments) throws Exception {
        int orders = List.of(arguments).contains("--brief") ? ORDERS_BRIEF : ORDERS;
        Path data = Files.createTempDirectory("muster-bench-governance");
        try {
            server(data).close();
            long from = System.nanoTime();
            fill(data, orders);
            System.out.printf(
                    "%,d work orders with %,d steps over five years, written in %.1f s%n",
                    orders, steps(orders), (System.nanoTime() - from) / 1e9);
            MusterServer running = server(data);
            try (ApiClient api = ApiClient.open(new DataDir(data))) {
                measure(api, orders);
            } finally {
                running.close();
            }
        } finally {
            delete(data);
        }
    }

    private static MusterServer server(Path data) {
        Map<String, String> flags = Map.of(
                "http.console-port", "0",
                "http.device-port", "0",
                "http.requests-per-second", "1000000",
                "http.burst", "1000000",
                "access.organisation", "demo");
        return MusterServer.start(ServerConfig.load(data, flags, Map.of()), InstantSource.system(), new SecureRandom());
    }

    /** Nine of ten are closed, as after five years; the others stand somewhere on the way. */
    private static int stage(int order) {
        return order % 10 == 0 ? order / 10 % (PATH.size() - 1) : PATH.size() - 1;
    }

    private static long steps(int orders) {
        long sum = 0;
        for (int i = 0; i < orders; i++) {
            sum += stage(i) + 1;
        }
        return sum;
    }

    private static void fill(Path data, int orders) {
        Instant start = Instant.now().minus(FIVE_YEARS);
        long spacing = FIVE_YEARS.toMillis() / orders;
        try (Database database = Database.open("jdbc:sqlite:" + data.resolve("muster.db"))) {
            for (int at = 0; at < orders; at += BATCH) {
                int first = at;
                database.write(tx -> {
                    for (int i = first; i < Math.min(orders, first + BATCH); i++) {
                        Instant opened = start.plusMillis(i * spacing);
                        int stage = stage(i);
                        Instant since = opened.plusSeconds(3_600L * stage);
                        boolean due = STATES.get(stage).equals("in-progress");
                        tx.update(
                                "insert into governance_record (org, machine, id, state, since, opened_at, device,"
                                        + " person, fields, due_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                "demo",
                                "work-order",
                                "w-" + i,
                                STATES.get(stage),
                                since,
                                opened,
                                "cam-" + i % DEVICES,
                                "",
                                "{\"device\":\"cam-" + i % DEVICES
                                        + "\",\"kind\":\"repair\",\"task\":\"picture is dark," + " report " + i
                                        + "\",\"trigger\":\"fault\",\"result\":\"new lens\"}",
                                due ? Instant.now().plus(Duration.ofDays(i % 300)) : NOT_DUE);
                        for (int step = 0; step <= stage; step++) {
                            tx.update(
                                    "insert into governance_step (org, machine, id, entry, transition, actor, at)"
                                            + " values (?, ?, ?, ?, ?, ?, ?)",
                                    "demo",
                                    "work-order",
                                    "w-" + i,
                                    (long) i * PATH.size() + step,
                                    PATH.get(step),
                                    "operator/ann",
                                    opened.plusSeconds(3_600L * step));
                        }
                    }
                    return first;
                });
            }
            budget(database);
            database.write(tx -> tx.update("insert into governance_count (org, machine, state, records) select org,"
                    + " machine, state, count(*) from governance_record group by org, machine, state"));
        }
    }

    /** Lines with what a hundred thousand costs left of them, which is what their fold keeps. */
    private static void budget(Database database) {
        database.write(tx -> {
            for (int i = 0; i < BUDGET_LINES; i++) {
                tx.update(
                        "insert into governance_record (org, machine, id, state, since, opened_at, device, person,"
                                + " fields, due_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        "demo",
                        "budget-line",
                        "b-" + i,
                        "approved",
                        Instant.now(),
                        Instant.now(),
                        "",
                        "",
                        "{\"category\":\"maintenance\",\"device-class\":\"camera\",\"planned\":\"90000000\","
                                + "\"lifetime\":\"8 years\",\"from\":\"2022-01-01T00:00:00Z\","
                                + "\"until\":\"2030-01-01T00:00:00Z\"}",
                        NOT_DUE);
                for (long year = 2022; year < 2027; year++) {
                    tx.update(
                            "insert into governance_spent (org, line, year, cents) values (?, ?, ?, ?)",
                            "demo",
                            "b-" + i,
                            year,
                            4_000_000L + i);
                }
            }
            return BUDGET_LINES;
        });
    }

    private static void measure(ApiClient api, int orders) {
        String pages = "/o/demo/governance";
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("board", pages);
        asked.put("calendar", pages + "/calendar");
        asked.put("work orders, the newest", pages + "/work-order");
        asked.put("work orders, closed", pages + "/work-order?state=closed");
        asked.put("work orders, the middle of all", pages + "/work-order?page=" + orders / 100);
        asked.put("search: beginning of an id", pages + "/work-order?q=w-1234");
        asked.put("search: a device", pages + "/work-order?q=cam-77");
        asked.put("one work order", pages + "/work-order/w-" + orders / 2);
        asked.put("API: open orders of a device", "/api/v1/demo/governance/work-order?device=cam-77");
        asked.put("plan against actual, 400 lines", pages + "/budget");
        asked.put(
                "API: page of a device's orders, by a row",
                "/api/v1/demo/governance/work-order?device=cam-77" + "&before=2026-01-01T00:00:00Z&beforeId=w-5");
        asked.put("API: 1,000 as CSV", "/api/v1/demo/governance/work-order.csv?limit=1000");
        boolean met = true;
        for (Map.Entry<String, String> one : asked.entrySet()) {
            met &= measured(api, one.getKey(), one.getValue());
        }
        System.out.println(
                met
                        ? "all within " + GOAL_MILLIS + " ms"
                        : "NOT all within " + GOAL_MILLIS + " ms (the middle counts)");
    }

    private static boolean measured(ApiClient api, String what, String path) {
        long[] nanos = new long[ROUNDS];
        int bytes = 0;
        for (int i = -WARM_UP; i < ROUNDS; i++) {
            long from = System.nanoTime();
            bytes = api.bytes(path).length;
            if (i >= 0) {
                nanos[i] = System.nanoTime() - from;
            }
        }
        Arrays.sort(nanos);
        double middle = nanos[ROUNDS / 2] / 1e6;
        System.out.printf(
                "%-34s middle %7.1f ms   slowest of %d %7.1f ms   %,d bytes%n",
                what, middle, ROUNDS, nanos[ROUNDS - 1] / 1e6, bytes);
        return middle <= GOAL_MILLIS;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
