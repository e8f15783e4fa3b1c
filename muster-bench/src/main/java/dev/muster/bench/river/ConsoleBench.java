package dev.muster.bench.river;

import dev.muster.bench.server.ServerProcess;
import dev.muster.bench.server.Trash;
import dev.muster.cli.DataDir;
import dev.muster.cli.api.ApiClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * {@code muster bench console [--devices N] [--heap 1g] [--dir DIR]}: the console's pages over a fleet of 100,000 devices, what a browser
 * loads for its first picture, and how soon an entry is told to an open page. The server is a process of its own, asked over
 * TLS after a warm-up; the limit of the same run is a small file that the same server sends.
 */
public final class ConsoleBench {
    private static final int DEVICES = 100_000;
    private static final int WARM_UP = 40;
    private static final int ROUNDS = 41;
    private static final int NEWS = 21;

    /** What the launcher's guide tells people to begin with. */
    private static final String HEAP = "1g";

    /** Offsets of followers are on record at most so long after. */
    private static final long QUIET_MILLIS = 2_000;

    private static final double PAGE_GOAL_MILLIS = 100;
    private static final long PAINT_GOAL_BYTES = 150_000;
    private static final double NEWS_GOAL_MILLIS = 1_000;
    private static final String MODEL = "cam-00001";

    private ConsoleBench() {}

    /** @param arguments see above */
    public static void main(String[] arguments) throws Exception {
        int devices = (int) RiverBench.number(arguments, "--devices", DEVICES);
        Path dir = Path.of(RiverBench.text(arguments, "--dir", System.getProperty("java.io.tmpdir")));
        String heap = RiverBench.text(arguments, "--heap", HEAP);
        Path data = Files.createTempDirectory(dir, "muster-console-");
        try {
            try (ServerProcess server = ServerProcess.start(classPath(), data, ServerProcess.NO_QUOTAS);
                    Rig rig = new Rig(server)) {
                rig.enrol(2, 2);
                rig.attest(2, Duration.ofSeconds(1));
                awaitJudged(rig.api());
                server.stop();
            }
            long from = System.nanoTime();
            long rows = new ManyDevices(data, MODEL).fill(devices);
            System.out.printf(
                    Locale.ROOT,
                    "%,d devices, %,d rows, written in %.0f s%n",
                    devices,
                    rows,
                    (System.nanoTime() - from) / 1e9);
            try (ServerProcess server = ServerProcess.start(classPath(), data, heap, ServerProcess.NO_QUOTAS);
                    ApiClient api = ApiClient.open(new DataDir(data))) {
                settle(api);
                System.out.printf(
                        Locale.ROOT, "resident: %,d MB of a heap of at most %s%n", server.residentBytes() >> 20, heap);
                pages(api, devices);
                paint(api);
                news(api);
                System.out.printf(Locale.ROOT, "end after SIGTERM: %.1f s%n", server.stop());
            }
        } finally {
            Trash.remove(data);
        }
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    /** The first device's verdicts are on record when its requirements are. */
    private static void awaitJudged(ApiClient api) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        int before = -1;
        while (System.nanoTime() - end < 0) {
            int now = api.bytes("/api/v1/demo/devices/" + MODEL + "/posture").length;
            if (now == before) {
                return;
            }
            before = now;
            Thread.sleep(2_000);
        }
    }

    /** The copies have no verdicts on record, so the judge tells all of them first: a fleet that grew has told its own long ago. */
    private static void settle(ApiClient api) throws InterruptedException {
        long from = System.nanoTime();
        api.post("/api/v1/demo/devices", Map.of("id", "first-news", "product", Rig.PRODUCT));
        long before = -1;
        long entries = entries(api);
        while (entries != before || behind(api)) {
            before = entries;
            Thread.sleep(QUIET_MILLIS);
            entries = entries(api);
        }
        System.out.printf(
                Locale.ROOT,
                "verdicts of all of them told: %,d entries after %.0f s%n",
                entries,
                (System.nanoTime() - from) / 1e9);
    }

    private static long entries(ApiClient api) {
        return api.get("/api/v1/demo/log").path("record").path("size").asLong();
    }

    private static boolean behind(ApiClient api) {
        for (JsonNode follower : api.get("/api/v1/demo/log/followers")) {
            if (follower.path("next").asLong() < follower.path("size").asLong()) {
                return true;
            }
        }
        return false;
    }

    private static void pages(ApiClient api, int devices) {
        String fleet = "/o/demo/";
        String middle = ManyDevices.name(devices / 2);
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("limit: the style sheet", "/assets/console.css");
        asked.put("devices, those that need someone first", fleet);
        asked.put("devices, those that are held", fleet + "?state=quarantined");
        asked.put("devices, by id, the middle page", fleet + "?sort=device&page=" + devices / 100);
        asked.put("devices, by software", fleet + "?sort=software");
        asked.put("devices, by when they attested", fleet + "?sort=attested");
        asked.put("devices, found by a part of an id", fleet + "?q=" + middle.substring(4));
        asked.put("one device", fleet + "devices/" + middle);
        asked.put("API: one device", "/api/v1/demo/devices/" + middle);
        boolean met = true;
        for (Map.Entry<String, String> one : asked.entrySet()) {
            met &= page(api, one.getKey(), one.getValue());
        }
        System.out.println(met ? "all within 100 ms (median)" : "NOT all within 100 ms (median)");
    }

    private static boolean page(ApiClient api, String what, String path) {
        long[] nanos = new long[ROUNDS];
        int size = 0;
        for (int i = -WARM_UP; i < ROUNDS; i++) {
            long from = System.nanoTime();
            size = api.bytes(path).length;
            if (i >= 0) {
                nanos[i] = System.nanoTime() - from;
            }
        }
        Arrays.sort(nanos);
        double median = nanos[ROUNDS / 2] / 1e6;
        System.out.printf(
                Locale.ROOT, "%-42s %7.1f ms, slowest %7.1f, %,d bytes%n", what, median, nanos[ROUNDS - 1] / 1e6, size);
        return median <= PAGE_GOAL_MILLIS;
    }

    /** What a browser asks for before it shows the fleet: nothing comes from elsewhere. */
    private static void paint(ApiClient api) {
        long sum = 0;
        for (String path : List.of("/o/demo/", "/assets/console.css", "/assets/console.js")) {
            sum += api.bytes(path).length;
        }
        System.out.printf(
                Locale.ROOT,
                "first picture: %,d bytes, goal %,d: %s%n",
                sum,
                PAINT_GOAL_BYTES,
                sum <= PAINT_GOAL_BYTES ? "met" : "MISSED");
    }

    /** From sending what makes an entry to what tells an open page. */
    private static void news(ApiClient api) throws IOException, InterruptedException {
        double[] millis = new double[NEWS];
        try (InputStream stream = api.stream("/o/demo/events");
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            awaitNews(lines);
            for (int i = 0; i < NEWS; i++) {
                long from = System.nanoTime();
                api.post("/api/v1/demo/devices", Map.of("id", "news-" + i, "product", Rig.PRODUCT));
                awaitNews(lines);
                millis[i] = (System.nanoTime() - from) / 1e6;
                // an open page is told at most every so often: the next one is not to wait for this one's turn
                Thread.sleep(300);
            }
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "an open page hears of an entry: median %.0f ms, slowest %.0f, goal %.0f: %s%n",
                millis[NEWS / 2],
                millis[NEWS - 1],
                NEWS_GOAL_MILLIS,
                millis[NEWS - 1] <= NEWS_GOAL_MILLIS ? "met" : "MISSED");
    }

    private static void awaitNews(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith("data:")) {
            line = lines.readLine();
        }
        if (line == null) {
            throw new IOException("the event stream ended");
        }
    }
}
