package dev.muster.ledger.statements;

import dev.muster.core.ledger.LatestStatement;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.SubjectIndex;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.format.audit.scitt.SignedStatement;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.tree.LogTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers indexes of the statement log and proves from them which statement is the latest of an issuer about a subject,
 * or that there is none. An index is built when it is registered, once more after a restart, and then kept in memory.
 */
public final class SubjectIndexes implements Runnable {
    /** A log that grows all the time gets an index this often, and whenever this many statements came since. */
    private static final Duration EVERY = Duration.ofMinutes(10);

    private static final long MANY = LatestStatement.MAX_TAIL / 2;

    private static final Logger LOG = LoggerFactory.getLogger(SubjectIndexes.class);

    private final Ledger ledger;
    private final Statements statements;
    private final Map<OrgId, Built> built = new ConcurrentHashMap<>();

    public SubjectIndexes(Ledger ledger, Statements statements) {
        this.ledger = ledger;
        this.statements = statements;
    }

    /** An index as it was registered. */
    private record Built(StatementRow row, SubjectIndex index) {}

    /** Registers an index of every log that needs one. Run it every minute or so. */
    @Override
    public void run() {
        for (OrgId org : ledger.orgs()) {
            try {
                if (due(org)) {
                    register(org);
                }
            } catch (RuntimeException failed) {
                LOG.warn("the index of {} was not registered: {}", org, failed.toString());
            }
        }
    }

    private boolean due(OrgId org) {
        long size = ledger.size(LogId.statements(org));
        Optional<StatementRow> last = statements.newest(org, SubjectIndex.CONTENT_TYPE);
        if (last.isEmpty()) {
            return true;
        }
        long since = size - last.get().index() - 1;
        boolean old = last.get()
                .registeredAt()
                .plus(EVERY)
                .isBefore(ledger.settings().clock().instant());
        return since > MANY || (since > 0 && old);
    }

    /** Registers the index of the statement log as it is now. */
    public Registration register(OrgId org) {
        SubjectIndex index = build(org, ledger.size(LogId.statements(org)));
        Registration done = statements.registerOwn(
                org, "index/subjects", SubjectIndex.CONTENT_TYPE, index.head().encode());
        if (done instanceof Registration.Registered registered) {
            statements.at(org, registered.index()).ifPresent(row -> built.put(org, new Built(row, index)));
        }
        return done;
    }

    /**
     * Answers over everything that is registered now.
     *
     * @return empty when no index speaks for enough of the log and none could be registered here
     */
    public Optional<LatestStatement> latest(OrgId org, String issuer, String subject) {
        Optional<LatestStatement> answer = answer(org, issuer, subject);
        if (answer.isEmpty() && ledger.writesHere()) {
            register(org);
            return answer(org, issuer, subject);
        }
        return answer;
    }

    private Optional<LatestStatement> answer(OrgId org, String issuer, String subject) {
        return statements.newest(org, SubjectIndex.CONTENT_TYPE).flatMap(row -> {
            SignedNote note = ledger.checkpoint(LogId.statements(org));
            long size = Checkpoint.parse(note.text()).size();
            Built from = built(org, row);
            return size - from.index().head().size() > LatestStatement.MAX_TAIL
                    ? Optional.empty()
                    : Optional.of(answer(org, issuer, subject, from, note, size));
        });
    }

    private LatestStatement answer(OrgId org, String issuer, String subject, Built from, SignedNote note, long size) {
        LogTree tree = ledger.grown(LogId.statements(org), size);
        long covered = from.index().head().size();
        List<byte[]> tail = tail(org, covered, size);
        long latest = statements
                .latest(org, issuer, subject, size)
                .map(StatementRow::index)
                .orElse(-1L);
        Optional<LatestStatement.Older> older = latest < 0 || latest >= covered
                ? Optional.empty()
                : statements
                        .at(org, latest)
                        .map(row -> new LatestStatement.Older(
                                statements.statement(org, row),
                                tree.inclusion(latest, size).path()));
        return new LatestStatement(
                issuer,
                subject,
                latest,
                note,
                tree.peaks(covered),
                tail,
                (int) (from.row().index() - covered),
                from.index().prove(issuer, subject),
                older);
    }

    private List<byte[]> tail(OrgId org, long begin, long end) {
        List<Optional<byte[]>> found =
                ledger.settings().database().read(tx -> new StatementRows(tx, org).leafData(begin, end, ledger));
        List<byte[]> tail = new ArrayList<>();
        for (Optional<byte[]> leaf : found) {
            tail.add(leaf.orElseThrow(() -> new IllegalStateException("a statement of " + org + " was erased")));
        }
        return tail;
    }

    /** The index of a statement, built again when this server has not built it. */
    private Built built(OrgId org, StatementRow row) {
        Built known = built.get(org);
        if (known != null && known.row().index() == row.index()) {
            return known;
        }
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
        Built fresh = new Built(row, index);
        built.put(org, fresh);
        return fresh;
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
