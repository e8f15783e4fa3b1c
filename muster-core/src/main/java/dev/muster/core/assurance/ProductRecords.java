package dev.muster.core.assurance;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.Optional;

/** The desk for what people record about products: whether rows apply to them, and where their papers lie. */
public final class ProductRecords {
    private ProductRecords() {}

    /**
     * Somebody's record.
     *
     * @param product the subject
     * @param fact which, with or without {@code product.} before it
     * @param value one that the fact admits
     * @param by who records
     * @param why where it is from; may be empty
     */
    public record Request(Subject product, String fact, String value, String by, String why) {}

    /** What became of it. */
    public sealed interface Answer {
        /** It is on record; a record that was there is replaced. */
        record Recorded(Subject product, ProductFact fact, String value) implements Answer {}

        /**
         * Nothing was written.
         *
         * @param reason {@code product-unknown}, {@code fact-unknown}, {@code value-invalid} or {@code reason-invalid}
         */
        record Refused(Kind kind, String reason, String detail) implements Answer, Refusing {}
    }

    /** Records. */
    public static Decision<Answer> record(Request request, WaiverStore store, Instant now) {
        Optional<ProductFact> fact = ProductFacts.named(request.fact());
        if (fact.isEmpty()) {
            return refused(Refusing.Kind.INVALID, "fact-unknown", "nothing called " + request.fact() + " is recorded");
        }
        if (!fact.get().admits(request.value())) {
            return refused(Refusing.Kind.INVALID, "value-invalid", admitted(fact.get()));
        }
        if (request.why().length() > WaiverDesk.MAX_REASON_CHARS
                || request.why().chars().anyMatch(Character::isISOControl)) {
            return refused(
                    Refusing.Kind.INVALID,
                    "reason-invalid",
                    "a reason has up to " + WaiverDesk.MAX_REASON_CHARS + " characters on one line");
        }
        if (!store.knows(request.product())) {
            return refused(
                    Refusing.Kind.ABSENT,
                    "product-unknown",
                    "there is no product " + request.product().id());
        }
        return Decision.of(
                new Answer.Recorded(request.product(), fact.get(), request.value()),
                new Draft(
                        request.product(),
                        now,
                        request.by(),
                        new AssuranceEvent.ProductStated(
                                fact.get().key(),
                                request.value(),
                                request.by(),
                                request.why().strip())));
    }

    private static String admitted(ProductFact fact) {
        return fact.key() + " takes "
                + switch (fact.kind()) {
                    case YES_NO -> "yes or no";
                    case LIST -> "words separated by one blank, or none";
                    case PAPER ->
                        "an address that begins with https://, document/ID or sha256:DIGEST, with ' until TIME' behind"
                                + " it if it ends; or none";
                };
    }

    private static Decision<Answer> refused(Refusing.Kind kind, String reason, String detail) {
        return Decision.of(new Answer.Refused(kind, reason, detail));
    }
}
