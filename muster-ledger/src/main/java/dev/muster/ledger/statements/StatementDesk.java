package dev.muster.ledger.statements;

import dev.muster.core.ledger.Actor;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.RegistrationRules;
import dev.muster.core.ledger.StatementOutcome;
import dev.muster.core.ledger.Subject;
import dev.muster.format.audit.scitt.SignedStatement;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Puts statements that were judged already into the order of the log, many at once. */
final class StatementDesk implements Shell.JointDesk<StatementDesk.Judged, StatementDesk.Settled> {
    private static final HexFormat HEX = HexFormat.of();

    /**
     * A statement and what the rules said about it.
     *
     * @param digest of the statement, in hex
     * @param by who asks
     * @param rules the ones that were asked
     * @param at when they were asked
     */
    record Judged(
            SignedStatement statement,
            String digest,
            Actor by,
            RegistrationRules rules,
            StatementOutcome outcome,
            Instant at) {}

    /** What the transaction decided. */
    sealed interface Settled {
        /** It stands there; {@code fresh} when it does so since now. */
        record At(long index, boolean fresh) implements Settled {}

        /** It was refused; the refusal is an entry when it is known whose fault it was. */
        record No(StatementOutcome.Refused why) implements Settled {}

        /** The rules that judged it are no longer the newest: judge again. */
        record RulesChanged() implements Settled {}
    }

    @Override
    public List<Decision<Settled>> decide(Tx tx, OrgId org, List<Judged> items) {
        StatementRows rows = new StatementRows(tx, org);
        Map<String, Long> known =
                rows.known(items.stream().map(Judged::digest).distinct().toList());
        StatementRows.Standing standing = rows.standing();
        long rules = standing.rules();
        long size = standing.size();
        List<Decision<Settled>> decisions = new ArrayList<>(items.size());
        for (Judged item : items) {
            Long index = known.get(item.digest());
            if (index != null) {
                decisions.add(Decision.of(new Settled.At(index, false)));
            } else if (rules != item.rules().index()) {
                decisions.add(Decision.of(new Settled.RulesChanged()));
            } else if (item.outcome() instanceof StatementOutcome.Refused no) {
                decisions.add(
                        item.by().equals(Actor.NOBODY)
                                ? Decision.of(new Settled.No(no))
                                : Decision.of(new Settled.No(no), refused(item, no)));
            } else {
                known.put(item.digest(), size);
                if (RegistrationRules.changesRules(item.statement().contentType())) {
                    rules = size;
                }
                decisions.add(Decision.of(new Settled.At(size, true), accepted(item, size++)));
            }
        }
        return decisions;
    }

    /** The subject is the statement's number: neighbours in the log are neighbours in every index. */
    private static Draft accepted(Judged item, long index) {
        SignedStatement statement = item.statement();
        String issuer = statement.issuer();
        return draft(
                item,
                Long.toString(index),
                issuer.length() > Draft.MAX_ISSUER_LENGTH ? issuer.substring(0, Draft.MAX_ISSUER_LENGTH) : issuer,
                new LedgerEvent.StatementRegistered(
                        index,
                        StatementRows.key(statement.issuer()),
                        StatementRows.key(statement.subject()),
                        statement.contentType(),
                        item.rules().index(),
                        statement.leafData()));
    }

    /**
     * A refused statement has no number; its digest lets whoever has it find why. That it was refused is what we say: it
     * does not speak for the issuer that it names.
     */
    private static Draft refused(Judged item, StatementOutcome.Refused no) {
        return draft(
                item,
                item.digest(),
                "muster",
                new LedgerEvent.StatementRefused(
                        no.reason().code(),
                        no.detail(),
                        item.rules().index(),
                        HEX.parseHex(item.digest()),
                        item.statement().leafData()));
    }

    /** The time of the decision is when the entry became true, so that replaying judges certificates as of then. */
    private static Draft draft(Judged item, String subject, String issuer, LedgerEvent event) {
        return new Draft(new Subject("statement", subject), item.at(), issuer, event);
    }
}
