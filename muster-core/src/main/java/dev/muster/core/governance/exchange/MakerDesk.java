package dev.muster.core.governance.exchange;

import dev.muster.core.governance.Instance;
import dev.muster.core.governance.Transition;
import dev.muster.core.governance.Workflows;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.Subject;
import dev.muster.format.audit.exchange.Content;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The maker's side: publishes papers and answers customers. What a customer may not have does not exist for it: to be told
 * that it is there would already say something. Every paper handed over is a step of its record, and so is every receipt.
 */
public final class MakerDesk {
    private static final String DOCUMENT = "document";
    private static final String FEEDBACK = "feedback";
    private static final Set<String> OPEN = Set.of("approved", "distributed");
    private static final Set<String> OVER = Set.of("withdrawn", "superseded");
    private static final Set<String> CLASSES = Set.of("public", "customer");

    private final Workflows workflows;

    public MakerDesk(Workflows workflows) {
        this.workflows = workflows;
    }

    /** What a customer is answered. */
    public sealed interface Answer {
        /** Everything that it may have, and answers to what it asked. */
        record Statements(List<Content> contents) implements Answer {}

        /**
         * A paper.
         *
         * @param digest of its bytes, hexadecimal
         */
        record Paper(String digest, String mediaType) implements Answer {}

        /** It was taken. */
        record Taken() implements Answer {}

        /** @param reason {@code paper-unknown}, {@code paper-withdrawn}, {@code customer-ended}, {@code not-for-makers} */
        record Refused(Kind kind, String reason, String detail) implements Answer, Refusing {}
    }

    /** What came of publishing. */
    public sealed interface Publishing {
        record Done(Instance document) implements Publishing {}

        /** @param reason {@code record-unknown}, {@code state-conflict}, {@code digest-conflict}, {@code class-conflict} */
        record Refused(Kind kind, String reason, String detail) implements Publishing, Refusing {}
    }

    /**
     * Makes the bytes of an approved document available to those whom it is for.
     *
     * @param digest SHA-256 of the bytes, hexadecimal
     */
    public static Decision<Publishing> publish(
            String id, String mediaType, String digest, long size, String by, ExchangeStore store, Instant now) {
        Optional<Instance> found = store.find(DOCUMENT, id);
        if (found.isEmpty()) {
            return refused(Refusing.Kind.ABSENT, "record-unknown", "there is no document " + id);
        }
        Instance document = found.get();
        if (!OPEN.contains(document.state())) {
            return refused(
                    Refusing.Kind.CONFLICT,
                    "state-conflict",
                    "document " + id + " is " + document.state() + "; an approved one is published");
        }
        if (!digest.equals(document.fields().get("digest"))) {
            return refused(
                    Refusing.Kind.CONFLICT, "digest-conflict", "these are not the bytes that were approved: " + digest);
        }
        if (!CLASSES.contains(document.fields().getOrDefault("class", ""))) {
            return refused(
                    Refusing.Kind.CONFLICT,
                    "class-conflict",
                    "what is " + document.fields().getOrDefault("class", "") + " leaves the house for nobody");
        }
        return Decision.of(
                new Publishing.Done(document),
                new Draft(document.subject(), now, by, new ExchangeEvent.PaperPublished(mediaType, digest, size)));
    }

    private static Decision<Publishing> refused(Refusing.Kind kind, String reason, String detail) {
        return Decision.of(new Publishing.Refused(kind, reason, detail));
    }

    /**
     * Answers a customer whose signature was checked.
     *
     * @param statement as it was signed
     */
    public Decision<Answer> answer(
            ExchangeStore.Customer customer, Content asked, byte[] statement, ExchangeStore store, Instant now) {
        if (!now.isBefore(customer.until())) {
            return Decision.of(new Answer.Refused(
                    Refusing.Kind.FORBIDDEN, "customer-ended", "that was until " + customer.until()));
        }
        return switch (asked) {
            case Content.Everything _ -> Decision.of(new Answer.Statements(everything(customer, store)));
            case Content.Bytes wanted -> bytes(customer, wanted.item(), store, now);
            case Content.Letter letter -> letter(customer, letter, statement, store, now);
            case Content.Receipt receipt -> receipt(customer, receipt, store, now);
            case Content.Paper _, Content.Withdrawal _, Content.Answer _ ->
                Decision.of(new Answer.Refused(
                        Refusing.Kind.INVALID, "not-for-makers", "this is for makers to say, not for customers"));
        };
    }

    private static List<Content> everything(ExchangeStore.Customer customer, ExchangeStore store) {
        List<Content> contents = new ArrayList<>();
        for (ExchangeStore.Published published : store.published()) {
            if (isFor(published, customer)) {
                contents.add(OVER.contains(published.document().state()) ? withdrawal(published) : paper(published));
            }
        }
        for (ExchangeStore.LetterRow letter : store.letters(customer.id())) {
            store.find(FEEDBACK, letter.record())
                    .filter(record -> record.state().equals("answered"))
                    .map(record -> record.fields().getOrDefault("answer", ""))
                    .ifPresent(text -> contents.add(new Content.Answer(letter.thread(), text)));
        }
        return contents;
    }

    private static boolean isFor(ExchangeStore.Published published, ExchangeStore.Customer customer) {
        String product = published.document().fields().getOrDefault("product", "");
        String kind = published.document().fields().getOrDefault("class", "");
        return kind.equals("public")
                || (kind.equals("customer")
                        && (product.isEmpty() || customer.products().contains(product)));
    }

    /** Grows with every publication, and with the withdrawal of what was published. */
    private static long sequence(ExchangeStore.Published published, boolean withdrawn) {
        return published.entry() * 2 + (withdrawn ? 1 : 0);
    }

    private static Content.Paper paper(ExchangeStore.Published published) {
        Map<String, String> fields = published.document().fields();
        return new Content.Paper(
                published.document().id(),
                sequence(published, false),
                word(fields, "topic"),
                word(fields, "product"),
                word(fields, "title"),
                word(fields, "version"),
                word(fields, "audience"),
                published.mediaType(),
                java.util.HexFormat.of().parseHex(published.digest()),
                published.size());
    }

    private static String word(Map<String, String> fields, String name) {
        String value = fields.getOrDefault(name, "");
        return value.substring(0, Math.min(value.length(), Content.WORD_CHARS));
    }

    private static Content.Withdrawal withdrawal(ExchangeStore.Published published) {
        return new Content.Withdrawal(
                published.document().id(),
                sequence(published, true),
                "it is " + published.document().state() + " since "
                        + published.document().since());
    }

    private Decision<Answer> bytes(ExchangeStore.Customer customer, String item, ExchangeStore store, Instant now) {
        Optional<ExchangeStore.Published> found = store.published(item);
        if (found.filter(published -> isFor(published, customer)).isEmpty()) {
            Answer no = new Answer.Refused(Refusing.Kind.ABSENT, "paper-unknown", "there is no paper " + item);
            return found.isEmpty()
                    ? Decision.of(no)
                    : Decision.of(
                            no,
                            new Draft(
                                    found.get().document().subject(),
                                    now,
                                    Workflows.SYSTEM,
                                    new ExchangeEvent.PaperRefused(customer.id(), "not-entitled")));
        }
        Instance document = found.get().document();
        if (!OPEN.contains(document.state())) {
            return Decision.of(new Answer.Refused(
                    Refusing.Kind.CONFLICT, "paper-withdrawn", "paper " + item + " is " + document.state()));
        }
        Decision<Workflows.Answer> handed = workflows.move(
                new Workflows.Request(
                        DOCUMENT,
                        item,
                        "deliver",
                        Workflows.SYSTEM,
                        true,
                        "customer " + customer.id() + " fetched it",
                        Map.of("to", customer.name(), "delivered", now.toString())),
                store,
                now);
        return Decision.of(new Answer.Paper(found.get().digest(), found.get().mediaType()), handed.drafts());
    }

    private Decision<Answer> receipt(
            ExchangeStore.Customer customer, Content.Receipt receipt, ExchangeStore store, Instant now) {
        if (store.published(receipt.item())
                .filter(published -> isFor(published, customer))
                .isEmpty()) {
            return Decision.of(
                    new Answer.Refused(Refusing.Kind.ABSENT, "paper-unknown", "there is no paper " + receipt.item()));
        }
        Decision<Workflows.Answer> taken = workflows.move(
                new Workflows.Request(
                        DOCUMENT,
                        receipt.item(),
                        "acknowledge",
                        Workflows.SYSTEM,
                        true,
                        "customer " + customer.id() + " says so",
                        Map.of("receipt", customer.name() + ": " + receipt.by())),
                store,
                now);
        return Decision.of(new Answer.Taken(), taken.drafts());
    }

    private Decision<Answer> letter(
            ExchangeStore.Customer customer,
            Content.Letter letter,
            byte[] statement,
            ExchangeStore store,
            Instant now) {
        String record = record(customer.id(), letter.thread());
        if (store.find(FEEDBACK, record).isPresent()) {
            return Decision.of(new Answer.Taken());
        }
        Decision<Workflows.Answer> begun = workflows.move(
                new Workflows.Request(
                        FEEDBACK,
                        record,
                        Transition.OPENING,
                        Workflows.SYSTEM,
                        true,
                        letter.kind() + " of customer " + customer.id(),
                        Map.of(
                                "about",
                                letter.about().isBlank() ? letter.kind() : letter.about(),
                                "customer",
                                customer.name(),
                                "says",
                                letter.text().isBlank() ? letter.kind() : letter.text())),
                store,
                now);
        if (begun.answer() instanceof Workflows.Answer.Refused no) {
            return Decision.of(new Answer.Refused(no.kind(), no.reason(), no.detail()));
        }
        List<Draft> drafts = new ArrayList<>(begun.drafts());
        drafts.add(new Draft(
                new Subject("customer", customer.id()),
                now,
                Workflows.SYSTEM,
                new ExchangeEvent.LetterReceived(letter.thread(), record, statement)));
        return Decision.of(new Answer.Taken(), drafts);
    }

    /** An id of its own for each thread of each customer, within the length of ids. */
    static String record(String customer, String thread) {
        String whole = customer + ":" + thread;
        return whole.length() <= 64
                ? whole
                : "letter-"
                        + java.util.HexFormat.of()
                                .formatHex(
                                        dev.muster.format.crypto.Sha256.of(
                                                whole.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                                        0,
                                        16);
    }
}
