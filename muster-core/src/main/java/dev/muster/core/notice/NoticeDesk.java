package dev.muster.core.notice;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.NoticeKind;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** Decides what people ask of notices: to hear, to be left in peace for a while, to look after a matter. */
public final class NoticeDesk {
    /** More are a mailing list, and that belongs elsewhere. */
    public static final int SUBSCRIPTIONS_MOST = 200;

    private static final int TEXT_MAX = 500;
    private static final int SILENCE_HOURS_MAX = 24 * 30;
    private static final int LAST_HOUR = 23;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Set<String> kinds;

    /** @param kinds names of everything that there is to hear of */
    public NoticeDesk(Set<String> kinds) {
        this.kinds = Set.copyOf(kinds);
    }

    /** What came of it. */
    public sealed interface Answer {
        /** @param generation of a subscription; 0 for everything else */
        record Done(long generation) implements Answer {}

        /**
         * Nothing was written.
         *
         * @param reason {@code id-invalid}, {@code kind-unknown}, {@code hour-invalid}, {@code weight-invalid}, {@code
         *     too-many-subscriptions}, {@code silence-invalid}, {@code matter-unknown} or {@code not-found}
         */
        record Refused(Kind kind, String reason, String detail) implements Answer, Refusing {}
    }

    /**
     * Somebody's wish to hear.
     *
     * @param shown where to, without what may be a secret
     * @param kinds names of kinds; empty for all
     * @param weight {@code info}, {@code warning} or {@code urgent}; empty for all
     * @param digestHour 0 to 23 (UTC), or -1 for at once
     */
    public record Wish(
            String id, NoticeEvent.Channel channel, String shown, List<String> kinds, String weight, int digestHour) {
        public Wish {
            kinds = List.copyOf(kinds);
        }
    }

    /** Lets somebody hear, or changes what they hear. */
    public Decision<Answer> subscribe(Wish wish, String by, NoticeStore store, Instant now) {
        Optional<NoticeKind.Weight> weight = weight(wish.weight());
        Optional<String> strange =
                wish.kinds().stream().filter(kind -> !kinds.contains(kind)).findFirst();
        OptionalLong before = store.generation(wish.id());
        if (!ID.matcher(wish.id()).matches()) {
            return badId();
        }
        if (strange.isPresent()) {
            return no(
                    Refusing.Kind.INVALID,
                    "kind-unknown",
                    "there is no notice " + strange.get() + "; there are "
                            + String.join(", ", kinds.stream().sorted().toList()));
        }
        if (wish.digestHour() < -1 || wish.digestHour() > LAST_HOUR) {
            return no(
                    Refusing.Kind.INVALID,
                    "hour-invalid",
                    "a digest comes at an hour from 0 to " + LAST_HOUR + ", or -1 for none");
        }
        if (weight.isEmpty()) {
            return no(Refusing.Kind.INVALID, "weight-invalid", "a weight is info, warning or urgent");
        }
        if (before.isEmpty() && store.subscriptions() >= SUBSCRIPTIONS_MOST) {
            return no(
                    Refusing.Kind.CONFLICT,
                    "too-many-subscriptions",
                    "an organisation has at most " + SUBSCRIPTIONS_MOST + " subscriptions");
        }
        // The first is of now: a subscription that was ended and begun again has a secret of its own.
        long generation = before.isPresent() ? before.getAsLong() + 1 : now.getEpochSecond();
        return done(
                generation,
                new Subject("notice-subscription", wish.id()),
                by,
                now,
                new NoticeEvent.Subscribed(
                        wish.channel(), wish.shown(), wish.kinds(), weight.get(), wish.digestHour(), generation));
    }

    /** Nobody hears by it any more. */
    public static Decision<Answer> unsubscribe(String id, String by, NoticeStore store, Instant now) {
        return store.generation(id).isEmpty()
                ? absent("there is no subscription " + id)
                : done(0, new Subject("notice-subscription", id), by, now, new NoticeEvent.Unsubscribed());
    }

    /** Nothing is said of a kind or a subject for a while; empty texts mean all. */
    public static Decision<Answer> silence(
            String id, String kind, String subject, int hours, String reason, String by, Instant now) {
        if (!ID.matcher(id).matches()) {
            return badId();
        }
        if (hours < 1
                || hours > SILENCE_HOURS_MAX
                || reason.isBlank()
                || reason.length() > TEXT_MAX
                || kind.length() + subject.length() > TEXT_MAX) {
            return no(
                    Refusing.Kind.INVALID,
                    "silence-invalid",
                    "a silence has a reason and lasts 1 to " + SILENCE_HOURS_MAX + " hours");
        }
        return done(
                0,
                new Subject("notice-silence", id),
                by,
                now,
                new NoticeEvent.Silenced(kind, subject, now.plus(Duration.ofHours(hours)), reason));
    }

    /** It is said again. */
    public static Decision<Answer> endSilence(String id, String by, NoticeStore store, Instant now) {
        return store.isSilence(id)
                ? done(0, new Subject("notice-silence", id), by, now, new NoticeEvent.SilenceEnded())
                : absent("there is no silence " + id);
    }

    /** Somebody looks after a matter. */
    public static Decision<Answer> take(
            String kind, String subject, String note, String by, NoticeStore store, Instant now) {
        return note.length() <= TEXT_MAX && store.isOpen(kind, subject)
                ? done(0, new Subject("notice-alert", kind), by, now, new NoticeEvent.Taken(subject, by, note))
                : no(Refusing.Kind.ABSENT, "matter-unknown", "no such matter is open");
    }

    private static Optional<NoticeKind.Weight> weight(String word) {
        if (word.isEmpty()) {
            return Optional.of(NoticeKind.Weight.INFO);
        }
        for (NoticeKind.Weight weight : NoticeKind.Weight.values()) {
            if (weight.name().equals(word.toUpperCase(Locale.ROOT))) {
                return Optional.of(weight);
            }
        }
        return Optional.empty();
    }

    private static Decision<Answer> done(long generation, Subject subject, String by, Instant now, NoticeEvent event) {
        return Decision.of(new Answer.Done(generation), new Draft(subject, now, by, event));
    }

    private static Decision<Answer> badId() {
        return no(Refusing.Kind.INVALID, "id-invalid", "an id has 1 to 64 letters, digits and . _ -");
    }

    private static Decision<Answer> absent(String detail) {
        return no(Refusing.Kind.ABSENT, "not-found", detail);
    }

    private static Decision<Answer> no(Refusing.Kind kind, String reason, String detail) {
        return Decision.of(new Answer.Refused(kind, reason, detail));
    }
}
