package dev.muster.core.attestation;

import dev.muster.core.devices.Device;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How often an organisation expects its devices to attest: trust in one that is later than this allows has ended. Where
 * nothing is expected, evidence speaks for {@link Device#SILENT_AFTER}.
 *
 * @param everySeconds of every device whose product is not named; 0: nothing is known
 * @param products the same by the id of the product
 */
public record Expected(long everySeconds, Map<String, Long> products) {
    /** Of an organisation that has said nothing. */
    public static final Expected NOTHING = new Expected(0, Map.of());

    /** One piece of evidence may be lost or late; whoever owes a second one is silent. */
    public static final int INTERVALS = 2;

    /** Clocks and lines are no better than this, however often a device attests. */
    public static final Duration FLOOR = Duration.ofMinutes(2);

    /** More often is no attestation any more, but load. */
    private static final Duration SHORTEST = Duration.ofSeconds(10);

    /** Whoever expects evidence less often than daily would make trust last longer than where nothing is expected. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /** More are no rule that somebody keeps in mind; and each is compared with on every page of the fleet. */
    private static final int MAX_PRODUCTS = 64;

    private static final long SECONDS_OF_MINUTE = 60;
    private static final long SECONDS_OF_HOUR = 3600;

    public Expected {
        products = Map.copyOf(products);
    }

    Optional<String> fault() {
        if (products.size() > MAX_PRODUCTS) {
            return Optional.of("evidence is expected of " + MAX_PRODUCTS + " products by name at most");
        }
        if (everySeconds != 0 && !fits(everySeconds)) {
            return Optional.of(range("everySeconds") + ", or 0 for nothing known");
        }
        return products.entrySet().stream()
                .filter(product -> product.getKey().isBlank() || !fits(product.getValue()))
                .map(product -> range("of the product \"" + product.getKey() + "\""))
                .sorted()
                .findFirst();
    }

    private static String range(String what) {
        return "expected, " + what + ": " + SHORTEST.toSeconds() + ".." + LONGEST.toSeconds() + " seconds";
    }

    private static boolean fits(long seconds) {
        return seconds >= SHORTEST.toSeconds() && seconds <= LONGEST.toSeconds();
    }

    /** How often a device of this product is to attest; empty where nobody has said so. */
    public Optional<Duration> every(String product) {
        return Optional.of(products.getOrDefault(product, everySeconds))
                .filter(seconds -> seconds > 0)
                .map(Duration::ofSeconds);
    }

    /** How long evidence speaks for a device that is to attest this often. */
    public static Duration silentAfter(Optional<Duration> every) {
        return every.map(each -> each.multipliedBy(INTERVALS))
                .map(late -> late.compareTo(FLOOR) < 0 ? FLOOR : late)
                .filter(late -> late.compareTo(Device.SILENT_AFTER) < 0)
                .orElse(Device.SILENT_AFTER);
    }

    /** A duration of whole seconds as people say it, in the largest unit that it is a whole number of. */
    public static String told(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds % SECONDS_OF_HOUR == 0) {
            return counted(seconds / SECONDS_OF_HOUR, "hour");
        }
        return seconds % SECONDS_OF_MINUTE == 0
                ? counted(seconds / SECONDS_OF_MINUTE, "minute")
                : counted(seconds, "second");
    }

    private static String counted(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }

    /** How long evidence speaks for a device of this product; of one that is not named for the empty text. */
    public Duration silentAfter(String product) {
        return silentAfter(every(product));
    }

    /** The least of them all: whoever has shown evidence within it is not silent, whatever the product. */
    public Duration shortest() {
        return Stream.concat(Stream.of(""), products.keySet().stream())
                .map(this::silentAfter)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }
}
