package dev.muster.core.ledger;

import dev.muster.format.MalformedException;
import dev.muster.format.audit.scitt.SignedStatement;
import dev.muster.format.crypto.Sha256;
import java.util.Arrays;
import java.util.Optional;

/**
 * Decides every acceptance and refusal of an organisation's record again, from the entries alone (RFC 9943 §5.1: enough
 * is kept for auditors to replay each decision). Feed entries in order, from the first.
 */
public final class StatementReplay {
    private RegistrationRules rules = RegistrationRules.NONE;
    private long statements;
    private long refusals;

    /** A decision that comes out differently now. */
    public record Mismatch(long entry, String recorded, String replayed) {}

    /** Statements accepted so far. */
    public long accepted() {
        return statements;
    }

    /** Statements refused so far. */
    public long refused() {
        return refusals;
    }

    /** The rules after the entries so far. */
    public RegistrationRules rules() {
        return rules;
    }

    /**
     * An entry as far as it can be read without knowing those before it.
     *
     * @param statement of a decision; empty for any other entry, or when it cannot be read
     */
    public record Parsed(Entry entry, Event event, Optional<SignedStatement> statement, Optional<String> unreadable) {}

    /** A decision to be made again: on any thread, at any time. */
    @FunctionalInterface
    public interface Question {
        /** How it comes out differently, if it does. */
        Optional<Mismatch> decide();
    }

    /** Reads the statement of an entry. */
    public static Parsed parse(Entry entry, Event event) {
        try {
            Optional<SignedStatement> statement = switch (event) {
                case LedgerEvent.StatementRegistered registered ->
                    Optional.of(SignedStatement.parse(registered.statement()));
                case LedgerEvent.StatementRefused refused -> Optional.of(SignedStatement.parse(refused.statement()));
                default -> Optional.empty();
            };
            return new Parsed(entry, event, statement, Optional.empty());
        } catch (MalformedException | IllegalArgumentException unreadable) {
            return new Parsed(entry, event, Optional.empty(), Optional.of("unreadable: " + unreadable.getMessage()));
        }
    }

    /** Decides again what the entry recorded; anything else than a decision about a statement is passed over. */
    public Optional<Mismatch> next(Entry entry, Event event) {
        return take(parse(entry, event)).decide();
    }

    /** Takes an entry in its order; deciding, which is nearly all of the work, is left to the caller. */
    public Question take(Parsed parsed) {
        Entry entry = parsed.entry();
        if (parsed.unreadable().isPresent()) {
            Mismatch mismatch = new Mismatch(
                    entry.index(), entry.type(), parsed.unreadable().get());
            return () -> Optional.of(mismatch);
        }
        return switch (parsed.event()) {
            case LedgerEvent.StatementRegistered registered ->
                guarded(entry, registered(entry, registered, parsed.statement().orElseThrow()));
            case LedgerEvent.StatementRefused refused ->
                guarded(entry, refused(entry, refused, parsed.statement().orElseThrow()));
            default -> Optional::empty;
        };
    }

    private static Question guarded(Entry entry, Question question) {
        return () -> {
            try {
                return question.decide();
            } catch (MalformedException | IllegalArgumentException unreadable) {
                return Optional.of(new Mismatch(entry.index(), entry.type(), "unreadable: " + unreadable.getMessage()));
            }
        };
    }

    private Question registered(Entry entry, LedgerEvent.StatementRegistered recorded, SignedStatement statement) {
        RegistrationRules then = rules;
        long index = statements++;
        if (RegistrationRules.changesRules(statement.contentType())) {
            Optional<String> broken = change(recorded.index(), statement);
            if (broken.isPresent()) {
                return () -> Optional.of(new Mismatch(entry.index(), entry.type(), broken.get()));
            }
        }
        return () -> {
            String said = "accepted as " + recorded.index() + " under " + recorded.policy();
            if (!Arrays.equals(statement.leafData(), recorded.statement())) {
                return Optional.of(
                        new Mismatch(entry.index(), said, "the statement was logged with an unprotected header"));
            }
            String now = then.decide(statement, entry.effectiveAt()) instanceof StatementOutcome.Refused refused
                    ? "refused: " + refused.reason().code()
                    : "accepted as " + index + " under " + then.index();
            return said.equals(now) ? Optional.empty() : Optional.of(new Mismatch(entry.index(), said, now));
        };
    }

    private Optional<String> change(long index, SignedStatement statement) {
        try {
            rules = rules.after(index, statement);
            return Optional.empty();
        } catch (MalformedException | IllegalArgumentException unreadable) {
            return Optional.of("unreadable: " + unreadable.getMessage());
        }
    }

    private Question refused(Entry entry, LedgerEvent.StatementRefused recorded, SignedStatement statement) {
        RegistrationRules then = rules;
        refusals++;
        return () -> {
            String said = "refused: " + recorded.reason() + " under " + recorded.policy();
            if (!Arrays.equals(recorded.digest(), Sha256.of(recorded.statement()))) {
                return Optional.of(new Mismatch(entry.index(), said, "the digest is not that of the statement"));
            }
            String now = switch (then.decide(statement, entry.effectiveAt())) {
                case StatementOutcome.Accepted yes -> "accepted, signed by " + yes.signer();
                case StatementOutcome.Refused no -> "refused: " + no.reason().code() + " under " + then.index();
            };
            return said.equals(now) ? Optional.empty() : Optional.of(new Mismatch(entry.index(), said, now));
        };
    }
}
