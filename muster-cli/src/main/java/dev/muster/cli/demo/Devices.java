package dev.muster.cli.demo;

import dev.muster.cli.api.ApiClient;
import java.time.Duration;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** The fleet as the server sees it, asked over the API. */
record Devices(ApiClient api) {

    /** Often enough that a time of a second is told to a tenth of it. */
    private static final Duration EVERY = Duration.ofMillis(100);

    /** How many devices fit. */
    int count(Predicate<JsonNode> wanted) {
        int found = 0;
        for (JsonNode device : api.get(DemoWorld.path("devices")).path("devices")) {
            found += wanted.test(device) ? 1 : 0;
        }
        return found;
    }

    /** Waits until that many devices fit, or the time is over. Returns how many do. */
    int await(Predicate<JsonNode> wanted, int goal, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (true) {
            long begin = System.nanoTime();
            int found = count(wanted);
            if (found >= goal || System.nanoTime() > end) {
                return found;
            }
            // Asking about a large fleet costs the server something: rest four times as long as the answer took.
            Thread.sleep(Math.max(EVERY.toMillis(), (System.nanoTime() - begin) / 250_000));
        }
    }

    /** One device. */
    JsonNode device(String id) {
        return api.get(DemoWorld.path("devices/" + id));
    }

    /** Waits until the device fits. False when the time is over. */
    boolean await(String id, Predicate<JsonNode> wanted, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (!wanted.test(device(id))) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(EVERY);
        }
        return true;
    }
}
