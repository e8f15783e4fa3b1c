package dev.muster.core.ledger;

import dev.muster.format.MalformedException;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.scitt.SignedStatement;
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

    /** Decides again what the entry recorded; anything else than a decision about a statement is passed over. */
    public Optional<Mismatch> next(Entry entry, Event event) {
        try {
            return switch (event) {
                case LedgerEvent.StatementRegistered registered -> registered(entry, registered);
                case LedgerEvent.StatementRefused refused -> refused(entry, refused);
                default -> Optional.empty();
            };
        } catch (MalformedException | IllegalArgumentException unreadable) {
            return Optional.of(new Mismatch(entry.index(), entry.type(), "unreadable: " + unreadable.getMessage()));
        }
    }

    private Optional<Mismatch> registered(Entry entry, LedgerEvent.StatementRegistered recorded) {
        SignedStatement statement = SignedStatement.parse(recorded.statement());
        String said = "accepted as " + recorded.index() + " under " + recorded.policy();
        StatementOutcome outcome = rules.decide(statement, entry.effectiveAt());
        String now = outcome instanceof StatementOutcome.Refused refused
                ? "refused: " + refused.reason().code()
                : "accepted as " + statements + " under " + rules.index();
        boolean asLogged = Arrays.equals(statement.leafData(), recorded.statement());
        if (RegistrationRules.changesRules(statement.contentType())) {
            rules = rules.after(recorded.index(), statement);
        }
        statements++;
        if (!asLogged) {
            return Optional.of(
                    new Mismatch(entry.index(), said, "the statement was logged with an unprotected header"));
        }
        return said.equals(now) ? Optional.empty() : Optional.of(new Mismatch(entry.index(), said, now));
    }

    private Optional<Mismatch> refused(Entry entry, LedgerEvent.StatementRefused recorded) {
        SignedStatement statement = SignedStatement.parse(recorded.statement());
        refusals++;
        String said = "refused: " + recorded.reason() + " under " + recorded.policy();
        String now = switch (rules.decide(statement, entry.effectiveAt())) {
            case StatementOutcome.Accepted yes -> "accepted, signed by " + yes.signer();
            case StatementOutcome.Refused no -> "refused: " + no.reason().code() + " under " + rules.index();
        };
        if (!Arrays.equals(recorded.digest(), Sha256.of(recorded.statement()))) {
            return Optional.of(new Mismatch(entry.index(), said, "the digest is not that of the statement"));
        }
        return said.equals(now) ? Optional.empty() : Optional.of(new Mismatch(entry.index(), said, now));
    }
}
