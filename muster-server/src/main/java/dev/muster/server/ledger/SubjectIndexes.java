package dev.muster.server.ledger;

import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.SubjectIndex;
import dev.muster.format.scitt.SignedStatement;
import java.util.List;
import java.util.Optional;

/**
 * Registers indexes of the statement log and proves from them which statement is the latest of an issuer about a subject,
 * or that there is none. An index is rebuilt from the register when it is asked for, in time that grows with the log.
 */
public final class SubjectIndexes {
    private final Ledger ledger;
    private final Statements statements;

    public SubjectIndexes(Ledger ledger, Statements statements) {
        this.ledger = ledger;
        this.statements = statements;
    }

    /**
     * An answer that can be checked.
     *
     * @param latest the statement; empty when there is none
     * @param proof against {@code head}
     * @param head of the index
     * @param registered where the head stands in the statement log: take its receipt
     */
    public record Shown(
            Optional<StatementRow> latest, SubjectIndex.Proof proof, SubjectIndex.Head head, StatementRow registered) {}

    /** Registers the index of the statement log as it is now. */
    public Registration register(OrgId org) {
        SubjectIndex index = build(org, ledger.size(LogId.statements(org)));
        return statements.registerOwn(
                org, "index/subjects", SubjectIndex.CONTENT_TYPE, index.head().encode());
    }

    /** Proves from the index registered last; empty when none was. */
    public Optional<Shown> latest(OrgId org, String issuer, String subject) {
        return statements.newest(org, SubjectIndex.CONTENT_TYPE).map(row -> {
            byte[] payload = SignedStatement.parse(statements.statement(org, row))
                    .message()
                    .payload()
                    .orElseThrow();
            SubjectIndex.Head head = SubjectIndex.Head.parse(payload);
            SubjectIndex index = build(org, head.size());
            if (!index.head().equals(head)) {
                throw new IllegalStateException("the index registered as statement " + row.index() + " of " + org
                        + " does not follow from the log");
            }
            Optional<StatementRow> latest = statements.latest(org, issuer, subject, head.size());
            return new Shown(latest, index.prove(issuer, subject), head, row);
        });
    }

    private SubjectIndex build(OrgId org, long size) {
        List<SubjectIndex.Leaf> leaves = ledger.settings()
                .database()
                .read(tx -> tx.query(
                        "select issuer, subject, max(idx) as latest from statement where org = ? and idx < ?"
                                + " group by issuer, subject",
                        row -> new SubjectIndex.Leaf(
                                SubjectIndex.key(row.text("issuer"), row.text("subject")), row.number("latest")),
                        org.value(),
                        size));
        return SubjectIndex.of(size, leaves);
    }
}
