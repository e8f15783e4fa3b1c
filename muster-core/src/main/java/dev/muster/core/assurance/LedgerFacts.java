package dev.muster.core.assurance;

import static dev.muster.core.facts.FactType.text;

import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Vocabulary;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.Subject;
import java.util.List;
import java.util.Set;

/**
 * What the ledger's own entries show: that an organisation's log exists ({@code ledger.log}, its origin) and which
 * statements about a product it registered ({@code ledger.statement}, the content type). A statement is about a product
 * when its subject reads {@code product/<id>}, with or without more after a further slash.
 */
public final class LedgerFacts implements FactRule {
    private static final Vocabulary WORDS = new Vocabulary();

    public static final FactKey LOG = WORDS.org(
            "ledger.log", text(), Grade.OBSERVED, "origin line of the append-only log that keeps every entry");
    public static final FactKey STATEMENT = WORDS.product(
            "ledger.statement",
            text(),
            Grade.OBSERVED,
            "content type of the last statement about the product that the log registered");

    public static final FactKey COSIGNED = WORDS.org(
            "ledger.cosigned", text(), Grade.OBSERVED, "key of the last witness that cosigned the organisation's log");
    public static final FactKey SPLIT_VIEW = WORDS.org(
            "ledger.split-view",
            text(),
            Grade.OBSERVED,
            "who showed a signed head of the organisation's log that contradicts it");

    /** What these facts are called and mean. */
    public static List<DeclaredFact> vocabulary() {
        return WORDS.all();
    }

    /** How the log's own parts are called; any other name is of a log that is witnessed here. */
    private static final Set<String> OURS = Set.of("record", "statement");

    private static final String PRODUCT = "product/";

    @Override
    public List<Fact> facts(Entry entry, Event event) {
        return switch (event) {
            case LedgerEvent.Opened opened ->
                List.of(fact(entry, Subject.org(entry.org()), LOG.key(), opened.recordOrigin()));
            case LedgerEvent.StatementRegistered registered
            when product(registered).length() > 0 ->
                List.of(fact(
                        entry, new Subject("product", product(registered)), STATEMENT.key(), registered.contentType()));
            case LedgerEvent.Cosigned cosigned ->
                List.of(fact(entry, Subject.org(entry.org()), COSIGNED.key(), cosigned.witness()));
            case LedgerEvent.SplitViewNoticed split
            when OURS.contains(split.log()) ->
                List.of(fact(entry, Subject.org(entry.org()), SPLIT_VIEW.key(), split.source()));
            default -> List.of();
        };
    }

    /** The id between {@code product/} and the next slash; empty when the statement is about something else. */
    private static String product(LedgerEvent.StatementRegistered registered) {
        String subject = registered.statementSubject();
        if (!subject.startsWith(PRODUCT)) {
            return "";
        }
        String rest = subject.substring(PRODUCT.length());
        int slash = rest.indexOf('/');
        String id = slash < 0 ? rest : rest.substring(0, slash);
        return id.chars().anyMatch(Character::isISOControl) || id.length() > Subject.MAX_ID_LENGTH ? "" : id;
    }

    private static Fact fact(Entry entry, Subject subject, String key, String value) {
        return new Fact(subject, key, value, entry.effectiveAt(), Grade.OBSERVED, entry.index());
    }
}
