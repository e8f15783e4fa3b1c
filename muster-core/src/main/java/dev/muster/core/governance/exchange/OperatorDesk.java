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
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The operator's side: takes papers of makers as documents that still need somebody's approval, takes them back when the
 * maker does, and hears answers. An older statement than the one that is known changes nothing.
 */
public final class OperatorDesk {
    private static final String DOCUMENT = "document";
    private static final String CASE = "case";

    /** Kinds of cases that are letters to a maker. */
    public static final Set<String> LETTERS =
            Set.of("documentation-request", "obtain-attempt", "question", "deficiency");

    private final Workflows workflows;

    public OperatorDesk(Workflows workflows) {
        this.workflows = workflows;
    }

    /** What became of a statement of a maker. */
    public sealed interface Arrival {
        /** It changed what is known here. */
        record Taken(String what) implements Arrival {}

        /** It was known. */
        record Known() implements Arrival {}

        /** @param reason {@code older}, {@code not-for-operators} or one of {@link Workflows} */
        record Refused(Kind kind, String reason, String detail) implements Arrival, Refusing {}
    }

    /**
     * Takes one; its signature was checked, and for a paper the bytes too.
     *
     * @param statement as it was signed
     */
    public Decision<Arrival> take(
            ExchangeStore.Maker maker, Content content, byte[] statement, ExchangeStore store, Instant now) {
        return switch (content) {
            case Content.Paper paper -> paper(maker, paper, statement, store, now);
            case Content.Withdrawal withdrawal -> withdrawal(maker, withdrawal, statement, store, now);
            case Content.Answer answer -> answer(maker, answer, statement, store, now);
            case Content.Everything _, Content.Bytes _, Content.Letter _, Content.Receipt _ ->
                no(Refusing.Kind.INVALID, "not-for-operators", "this is for customers to say, not for makers");
        };
    }

    private Decision<Arrival> paper(
            ExchangeStore.Maker maker, Content.Paper paper, byte[] statement, ExchangeStore store, Instant now) {
        Optional<ExchangeStore.Received> before = store.received(maker.id(), paper.item());
        if (before.isPresent()) {
            long known = before.get().paper().sequence();
            if (paper.sequence() <= known) {
                return paper.sequence() == known && before.get().withdrawn().isEmpty()
                        ? Decision.of(new Arrival.Known())
                        : no(
                                Refusing.Kind.CONFLICT,
                                "older",
                                "statement " + paper.sequence() + " about " + paper.item() + " is older than " + known);
            }
        }
        String record = MakerDesk.record(maker.id(), paper.item() + "." + paper.sequence());
        Decision<Workflows.Answer> opened = workflows.move(
                new Workflows.Request(
                        DOCUMENT,
                        record,
                        Transition.OPENING,
                        Workflows.SYSTEM,
                        true,
                        "maker " + maker.id() + " gave it",
                        fields(paper, store)),
                store,
                now);
        if (opened.answer() instanceof Workflows.Answer.Refused refused) {
            return no(refused.kind(), refused.reason(), refused.detail());
        }
        List<Draft> drafts = new ArrayList<>(opened.drafts());
        before.flatMap(old -> store.find(DOCUMENT, old.record()))
                .map(old ->
                        step(DOCUMENT, old.id(), "supersede", "maker " + maker.id() + " gave a newer one", Map.of()))
                .ifPresent(
                        wish -> drafts.addAll(workflows.move(wish, store, now).drafts()));
        drafts.add(draft(maker, now, new ExchangeEvent.PaperReceived(paper.item(), record, statement)));
        return Decision.of(new Arrival.Taken(paper.topic() + " " + paper.title() + " " + paper.version()), drafts);
    }

    /** Empty texts are not set, and a product that is not in our register is not named. */
    private static Map<String, String> fields(Content.Paper paper, ExchangeStore store) {
        Map<String, String> fields = new HashMap<>(Map.of(
                "topic",
                paper.topic(),
                "title",
                paper.title(),
                "version",
                paper.version(),
                "digest",
                HexFormat.of().formatHex(paper.digest()),
                "class",
                "customer",
                "audience",
                paper.audience()));
        if (!paper.product().isEmpty() && store.knows(new Subject("product", paper.product()))) {
            fields.put("product", paper.product());
        }
        fields.values().removeIf(String::isBlank);
        return fields;
    }

    private Decision<Arrival> withdrawal(
            ExchangeStore.Maker maker,
            Content.Withdrawal withdrawal,
            byte[] statement,
            ExchangeStore store,
            Instant now) {
        Optional<ExchangeStore.Received> before = store.received(maker.id(), withdrawal.item());
        if (before.isEmpty() || !before.get().withdrawn().isEmpty()) {
            return Decision.of(new Arrival.Known());
        }
        if (withdrawal.sequence() <= before.get().paper().sequence()) {
            return no(
                    Refusing.Kind.CONFLICT,
                    "older",
                    "a withdrawal of " + withdrawal.item() + " that is older than the paper");
        }
        List<Draft> drafts = new ArrayList<>(workflows
                .move(
                        step(
                                DOCUMENT,
                                before.get().record(),
                                "recall",
                                "maker " + maker.id() + ": " + withdrawal.reason(),
                                Map.of()),
                        store,
                        now)
                .drafts());
        drafts.add(draft(maker, now, new ExchangeEvent.PaperRecalled(withdrawal.item(), statement)));
        return Decision.of(new Arrival.Taken("withdrawal of " + withdrawal.item()), drafts);
    }

    private Decision<Arrival> answer(
            ExchangeStore.Maker maker, Content.Answer answer, byte[] statement, ExchangeStore store, Instant now) {
        Optional<Instance> asked = store.find(CASE, answer.thread())
                .filter(record -> maker.id().equals(record.fields().get("sent-to")));
        Decision<Workflows.Answer> heard = workflows.move(
                step(
                        CASE,
                        answer.thread(),
                        "answer",
                        "maker " + maker.id() + " answered",
                        Map.of("response", answer.text().isBlank() ? "no words" : answer.text())),
                store,
                now);
        if (asked.isEmpty() || heard.answer() instanceof Workflows.Answer.Refused) {
            return Decision.of(new Arrival.Known());
        }
        List<Draft> drafts = new ArrayList<>(heard.drafts());
        drafts.add(draft(maker, now, new ExchangeEvent.AnswerReceived(answer.thread(), statement)));
        return Decision.of(new Arrival.Taken("answer to " + answer.thread()), drafts);
    }

    /**
     * The letter that a case is; empty when it is none, or not in the state in which it is sent.
     *
     * @param text what is asked
     */
    public static Optional<Content.Letter> letter(Instance record, String text) {
        String kind = record.fields().getOrDefault("kind", "");
        return record.machine().equals(CASE) && record.state().equals("triaged") && LETTERS.contains(kind)
                ? Optional.of(
                        new Content.Letter(record.id(), kind, record.fields().getOrDefault("about", ""), text))
                : Optional.empty();
    }

    /** The case after its letter was taken by the maker. */
    public Decision<Workflows.Answer> sent(
            ExchangeStore.Maker maker, String thread, String by, byte[] statement, ExchangeStore store, Instant now) {
        Decision<Workflows.Answer> moved = workflows.move(
                new Workflows.Request(
                        CASE, thread, "send", by, true, "to maker " + maker.id(), Map.of("sent-to", maker.id())),
                store,
                now);
        if (moved.answer() instanceof Workflows.Answer.Refused) {
            return moved;
        }
        List<Draft> drafts = new ArrayList<>(moved.drafts());
        drafts.add(draft(maker, now, new ExchangeEvent.LetterSent(thread, statement)));
        return Decision.of(moved.answer(), drafts);
    }

    private static Draft draft(ExchangeStore.Maker maker, Instant now, ExchangeEvent event) {
        return new Draft(new Subject("maker", maker.id()), now, Workflows.SYSTEM, event);
    }

    private static Workflows.Request step(
            String machine, String id, String transition, String reason, Map<String, String> fields) {
        String shortened = reason.substring(0, Math.min(reason.length(), Workflows.MAX_REASON_CHARS));
        return new Workflows.Request(machine, id, transition, Workflows.SYSTEM, true, shortened, fields);
    }

    private static Decision<Arrival> no(Refusing.Kind kind, String reason, String detail) {
        return Decision.of(new Arrival.Refused(kind, reason, detail));
    }
}
