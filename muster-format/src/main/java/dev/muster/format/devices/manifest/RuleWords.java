package dev.muster.format.devices.manifest;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What rules said last, for the reflexes that go by them. A rule that falls silent counts as a sensor that cannot be read. Times
 * are those of one monotonic clock, nanoseconds. Thread-safe.
 */
public final class RuleWords {
    /** Rules speak twenty times a second; a busy machine is not a silent rule. */
    public static final Duration SILENT = Duration.ofSeconds(1);

    private final Map<String, Word> words = new ConcurrentHashMap<>();

    private record Word(long value, long at) {}

    /** Of these reflexes; until a rule has had time to speak, its number is within the reflex's range. */
    public RuleWords(List<Reflex> reflexes, long now) {
        for (Reflex one : reflexes) {
            if (one.sensor().startsWith(Rule.FOLDER)) {
                words.put(one.sensor(), new Word(one.low(), now));
            }
        }
    }

    /** A rule's number; one that no reflex goes by is not kept. */
    public void say(String rule, long value, long now) {
        words.computeIfPresent(Rule.FOLDER + rule, (_, _) -> new Word(value, now));
    }

    /** Whether a reflex goes by a rule. */
    public static boolean isOf(Reflex reflex) {
        return reflex.sensor().startsWith(Rule.FOLDER);
    }

    /** The number that a reflex goes by; empty when its rule is silent. */
    public Optional<Long> value(Reflex reflex, long now) {
        return Optional.ofNullable(words.get(reflex.sensor()))
                .filter(word -> now - word.at() <= SILENT.toNanos())
                .map(Word::value);
    }
}
