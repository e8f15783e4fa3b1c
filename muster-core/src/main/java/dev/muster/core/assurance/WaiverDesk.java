package dev.muster.core.assurance;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.core.ledger.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Settles which requirements are waived for which device or product, and until when. */
public final class WaiverDesk {
    /** A year and a day: what stays so for longer is decided anew, or the requirement does not apply. */
    public static final Duration LONGEST = Duration.ofDays(366);

    /** A reason is a sentence or two for an auditor; a file belongs elsewhere. */
    public static final int MAX_REASON_CHARS = 512;

    private static final List<String> SUBJECT_KINDS = List.of("device", "product");

    /**
     * Somebody's wish.
     *
     * @param subject a device or a product; a product's waiver counts for all its devices
     * @param by who asks
     * @param why the reason
     */
    public record Request(Subject subject, RequirementId requirement, String by, String why) {}

    /** What became of it. */
    public sealed interface Answer {
        /** It is waived, from now on; a waiver that was there is replaced. */
        record Waived(Subject subject, RequirementId requirement, Instant until) implements Answer {}

        /** It is waived no more. */
        record Ended(Subject subject, RequirementId requirement) implements Answer {}

        /**
         * Nothing was written.
         *
         * @param reason {@code subject-unknown}, {@code subject-invalid}, {@code reason-invalid}, {@code end-invalid} or
         *     {@code not-waived}
         */
        record Refused(Kind kind, String reason, String detail) implements Answer, Refusing {}
    }

    private WaiverDesk() {}

    /** Waives a requirement until a time. */
    public static Decision<Answer> waive(Request request, Instant until, WaiverStore store, Instant now) {
        // The ledger keeps microseconds; a finer end could not be replayed.
        Instant end = until.truncatedTo(ChronoUnit.MICROS);
        Optional<Answer> fault = fault(request, store);
        if (fault.isPresent()) {
            return Decision.of(fault.get());
        }
        if (request.why().isBlank()) {
            return refused(Kind.INVALID, "reason-invalid", "a waiver needs a reason");
        }
        if (!end.isAfter(now)) {
            return refused(Kind.INVALID, "end-invalid", "the end " + end + " is not after now");
        }
        if (end.isAfter(now.plus(LONGEST))) {
            return refused(
                    Kind.INVALID, "end-invalid", "the end " + end + " is more than " + LONGEST.toDays() + " days away");
        }
        return Decision.of(
                new Answer.Waived(request.subject(), request.requirement(), end),
                new Draft(
                        request.subject(),
                        now,
                        request.by(),
                        new AssuranceEvent.Waived(
                                request.requirement().text(),
                                request.by(),
                                request.why().strip(),
                                end)));
    }

    /** Ends a waiver before its time; the reason may be empty. */
    public static Decision<Answer> end(Request request, WaiverStore store, Instant now) {
        Optional<Answer> fault = fault(request, store);
        if (fault.isPresent()) {
            return Decision.of(fault.get());
        }
        Optional<Waiver> waiver = store.waiver(request.subject(), request.requirement());
        if (waiver.filter(w -> w.inForce(now)).isEmpty()) {
            return refused(
                    Kind.CONFLICT,
                    "not-waived",
                    request.requirement().text() + " is not waived for "
                            + request.subject().text() + " itself now");
        }
        return Decision.of(
                new Answer.Ended(request.subject(), request.requirement()),
                new Draft(
                        request.subject(),
                        now,
                        request.by(),
                        new AssuranceEvent.WaiverEnded(
                                request.requirement().text(),
                                request.by(),
                                request.why().strip())));
    }

    private static Optional<Answer> fault(Request request, WaiverStore store) {
        if (!SUBJECT_KINDS.contains(request.subject().kind())) {
            return Optional.of(
                    new Answer.Refused(Kind.INVALID, "subject-invalid", "a waiver is for a device or a product"));
        }
        if (request.why().length() > MAX_REASON_CHARS || request.why().chars().anyMatch(Character::isISOControl)) {
            return Optional.of(new Answer.Refused(
                    Kind.INVALID,
                    "reason-invalid",
                    "a reason has up to " + MAX_REASON_CHARS + " characters on one line"));
        }
        if (!store.knows(request.subject())) {
            return Optional.of(new Answer.Refused(
                    Kind.ABSENT,
                    "subject-unknown",
                    "nothing is known of " + request.subject().text()));
        }
        return Optional.empty();
    }

    private static Decision<Answer> refused(Kind kind, String reason, String detail) {
        return Decision.of(new Answer.Refused(kind, reason, detail));
    }
}
