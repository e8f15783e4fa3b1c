package dev.muster.server.console;

import dev.muster.core.ledger.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Since when a device is as trusted as it is, by its entries from the oldest on: when the belief in it became another, or
 * ended with a verdict that grew too old. Nothing is said of it before its state and its verdict are both known.
 */
final class TrustSince {
    private static final List<String> BOTH = List.of(FactKeys.STATE, FactKeys.VERDICT);

    private final Map<String, String> known = new HashMap<>();
    private final Duration silentAfter;
    private Optional<Instant> proved = Optional.empty();
    private Optional<Boolean> trusted = Optional.empty();
    private Optional<Instant> since = Optional.empty();

    /** What one entry says of the device. */
    record Said(Instant at, List<Fact> facts) {
        boolean isOf(String key) {
            return facts.stream().anyMatch(fact -> fact.key().equals(key));
        }
    }

    private TrustSince(Duration silentAfter) {
        this.silentAfter = silentAfter;
    }

    /**
     * @param whole whether these are all entries about the device
     * @return empty when that is longer ago than the entries
     */
    static Optional<Instant> of(List<Said> oldest, DeviceSummary device, boolean whole) {
        TrustSince trust = new TrustSince(device.silentAfter());
        trust.begin(oldest, device, whole);
        oldest.forEach(trust::next);
        return trust.since;
    }

    /** What no entry says was before them as it is now; of what they say, nothing was before the first of all. */
    private void begin(List<Said> oldest, DeviceSummary device, boolean whole) {
        Map<String, String> latest = Map.of(FactKeys.STATE, device.state(), FactKeys.VERDICT, device.verdict());
        for (String key : BOTH) {
            if (oldest.stream().noneMatch(said -> said.isOf(key))) {
                known.put(key, latest.getOrDefault(key, ""));
            } else if (whole) {
                known.put(key, "");
            }
        }
        if (oldest.stream().noneMatch(said -> said.isOf(FactKeys.VERDICT))) {
            proved = device.attestedAt();
        }
        if (!oldest.isEmpty()) {
            trusted = trustedAt(oldest.getFirst().at());
        }
    }

    private void next(Said said) {
        if (trusted.equals(Optional.of(true)) && !speaks(said.at())) {
            become(false, proved.map(at -> at.plus(silentAfter)));
        }
        for (Fact fact : said.facts()) {
            if (BOTH.contains(fact.key())) {
                known.put(fact.key(), fact.value());
            }
            if (fact.key().equals(FactKeys.VERDICT)) {
                proved = Optional.of(fact.effectiveAt());
            }
        }
        trustedAt(said.at()).ifPresent(now -> become(now, Optional.of(said.at())));
    }

    private void become(boolean now, Optional<Instant> at) {
        if (trusted.isPresent() && trusted.get() != now) {
            since = at;
        }
        trusted = Optional.of(now);
    }

    private Optional<Boolean> trustedAt(Instant at) {
        return known.keySet().containsAll(BOTH)
                ? Optional.of(DeviceSummary.believed(
                                known.getOrDefault(FactKeys.STATE, ""), known.getOrDefault(FactKeys.VERDICT, ""))
                        && speaks(at))
                : Optional.empty();
    }

    /** Whether the newest verdict is not too old at that time. */
    private boolean speaks(Instant at) {
        return proved.filter(at.minus(silentAfter)::isBefore).isPresent();
    }
}
