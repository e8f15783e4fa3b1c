package dev.muster.core.attestation;

import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.Measurement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a rollout means for the reference values of its product. While it runs, the version that it brings counts, and every
 * other version of the same elements is on its way out, without an end; when it is through, those get an end, so that devices
 * that were away are no attack when they come back; when it is stopped, they count in full again. Revoked values stay so.
 */
final class Succession {
    private final Lives.News news;
    private final Instant now;
    private final List<ReferenceValue> values;
    private final String cause;

    Succession(Lives.News news, ReferenceSet references, Instant now) {
        this.news = news;
        this.now = now;
        this.cause = "rollout/" + news.rollout();
        this.values = references.exactly(Environment.of(news.maker(), news.model())).stream()
                .filter(value -> value.maker().equals(news.maker()) && !value.isRevoked())
                .filter(value -> value.version().isPresent())
                .toList();
    }

    List<LifeChange> changes() {
        List<ReferenceValue> brought = values.stream()
                .filter(value -> value.version().equals(Optional.of(news.version())))
                .toList();
        List<LifeChange> changes = new ArrayList<>();
        if (news.phase() == Lives.Phase.STOPPED) {
            // What has its end already was retired by a rollout that went through: taking that one away revives
            // nothing.
            ours().stream()
                    .filter(value -> value.life().until().isEmpty())
                    .forEach(value -> change(value, Life.active(cause + " was stopped"), changes));
        } else if (!brought.isEmpty()) {
            brought.forEach(value -> change(value, Life.active(cause), changes));
            Optional<Instant> end =
                    news.phase() == Lives.Phase.FINISHED ? Optional.of(now.plus(Lives.GRACE)) : Optional.empty();
            before(brought).forEach(value -> change(value, Life.retiring(end, news.version(), cause), changes));
        }
        return changes.stream().distinct().limit(Lives.MAX_CHANGES).toList();
    }

    /** Values that count, of the same elements in another version: those that wait for their own rollout stay as they are. */
    private List<ReferenceValue> before(List<ReferenceValue> brought) {
        Set<Object> elements =
                brought.stream().flatMap(value -> keys(value).stream()).collect(Collectors.toSet());
        List<ReferenceValue> ours = ours();
        return values.stream()
                .filter(value -> !brought.contains(value))
                .filter(value -> value.life().is(Life.State.ACTIVE) || ours.contains(value))
                .filter(value -> {
                    Set<Object> shared = new HashSet<>(keys(value));
                    shared.retainAll(elements);
                    return !shared.isEmpty();
                })
                .toList();
    }

    private static Set<Object> keys(ReferenceValue value) {
        return value.measurements().stream().map(Measurement::key).collect(Collectors.toSet());
    }

    /** What this rollout retires. */
    private List<ReferenceValue> ours() {
        return values.stream()
                .filter(ReferenceValue::isLeaving)
                .filter(value -> value.life().cause().equals(cause))
                .toList();
    }

    /** An end that was given once is not moved when a finished rollout takes newcomers and finishes again. */
    private static void change(ReferenceValue value, Life life, List<LifeChange> changes) {
        boolean ends = value.life().until().isPresent() && life.until().isPresent();
        boolean same =
                value.life().means(life) || (ends && value.life().successor().equals(life.successor()));
        if (!same) {
            changes.add(new LifeChange(value.corim(), value.tag(), life));
        }
    }
}
