package dev.muster.cli.demo;

import dev.muster.cli.api.ApiClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What the ledger has of one device since a moment. Asking what the device's state is now could miss a quarantine that
 * lasted a tenth of a second; the ledger misses nothing.
 *
 * @param since entries received before this are of no interest
 */
record Incident(ApiClient api, String device, Instant since) {

    /** Often enough for a story; the times come from the entries. */
    private static final Duration EVERY = Duration.ofMillis(150);

    private static final int ENTRIES_MAX = 1000;

    /**
     * An entry as the API shows it.
     *
     * @param body in CBOR diagnostic notation
     */
    record Line(long index, String type, Instant receivedAt, String body) {

        /** A text member of the body, or an empty text. */
        String member(String name) {
            Matcher found = Pattern.compile("\"" + name + "\":\\s*\"([^\"]*)\"").matcher(body);
            return found.find() ? found.group(1) : "";
        }

        boolean is(String wantedType, String name, String value) {
            return type.equals(wantedType) && member(name).equals(value);
        }
    }

    /** All entries about the device since then, oldest first. */
    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        String path = "entries?limit=" + ENTRIES_MAX + "&subject=device/" + device;
        for (JsonNode entry : api.get(DemoWorld.path(path)).path("entries")) {
            Instant received = Instant.parse(entry.path("receivedAt").asString());
            if (!received.isBefore(since)) {
                lines.add(new Line(
                        entry.path("index").asLong(),
                        entry.path("type").asString(),
                        received,
                        entry.path("body").asString("")));
            }
        }
        return lines;
    }

    /** The first entry that fits, now. */
    Optional<Line> find(Predicate<Line> wanted) {
        return lines().stream().filter(wanted).findFirst();
    }

    /** The first entry that fits, waiting for it. */
    Optional<Line> await(Predicate<Line> wanted, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        Optional<Line> found = find(wanted);
        while (found.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(EVERY);
            found = find(wanted);
        }
        return found;
    }

    /** How long after the beginning the entry was received. */
    Duration after(Line line) {
        return Duration.between(since, line.receivedAt());
    }
}
