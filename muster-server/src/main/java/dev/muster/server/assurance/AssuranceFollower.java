package dev.muster.server.assurance;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.assurance.AssuranceEvent;
import dev.muster.core.assurance.PostureFold;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sequence.Entries;
import dev.muster.ledger.sequence.Follower;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.facts.SqlFactStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Judges behind the commit: folds the facts of new entries into the verdicts and appends what changed. The fold lives in
 * memory and is built from the stores when an organisation is first seen, and again after any failure, so that what was
 * not told durably is told again.
 */
public final class AssuranceFollower implements Follower {
    private static final String ISSUER = "muster";

    private final Database database;
    private final Shell shell;
    private final EntryFacts facts;
    private final Assessor assessor;
    private final InstantSource clock;
    private final Map<OrgId, Judged> orgs = new HashMap<>();

    private static final class Judged {
        private final PostureFold fold;
        private long upTo;

        Judged(PostureFold fold, long upTo) {
            this.fold = fold;
            this.upTo = upTo;
        }
    }

    public AssuranceFollower(Database database, Shell shell, EntryFacts facts, Assessor assessor, InstantSource clock) {
        this.database = database;
        this.shell = shell;
        this.facts = facts;
        this.assessor = assessor;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "assurance";
    }

    @Override
    public synchronized void accept(OrgId org, List<Entry> entries) {
        Judged judged = orgs.computeIfAbsent(org, this::load);
        for (Entry entry : entries) {
            facts.of(entry).forEach(judged.fold::accept);
            judged.upTo = Math.max(judged.upTo, entry.index());
        }
        settle(org, judged);
    }

    /**
     * What the fold says, when it has taken every entry below {@code size}; empty when it has not, or knows nothing of the
     * organisation on this server.
     */
    <T> Optional<T> ask(OrgId org, long size, Function<PostureFold, T> question) {
        synchronized (this) {
            Judged judged = orgs.get(org);
            return judged == null || judged.upTo < size - 1
                    ? Optional.empty()
                    : Optional.of(question.apply(judged.fold));
        }
    }

    /** Lets time alone change verdicts; call it every second or so. */
    public synchronized void tick() {
        List.copyOf(orgs.keySet()).forEach(org -> settle(org, orgs.computeIfAbsent(org, this::load)));
    }

    private void settle(OrgId org, Judged judged) {
        try {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            List<Draft> drafts = judged.fold.settle(now).stream()
                    .map(change -> draft(change, now, judged.upTo))
                    .toList();
            if (!drafts.isEmpty()) {
                shell.run(org, tx -> drafts, told -> Decision.of(told.size(), told));
            }
        } catch (RuntimeException failed) {
            // The fold believes that it told what it could not tell; the next call builds it anew.
            orgs.remove(org);
            throw failed;
        }
    }

    private Draft draft(PostureFold.Change change, Instant now, long upTo) {
        return new Draft(
                change.subject(),
                now,
                ISSUER,
                new AssuranceEvent.VerdictChanged(
                        assessor.catalogue().version(), now, upTo, change.requirements(), change.checks()));
    }

    private Judged load(OrgId org) {
        return database.read(tx -> {
            PostureFold fold = new PostureFold(org, assessor);
            new SqlFactStore(tx, org, facts).register().all().forEach(fold::accept);
            new SqlSaidStore(tx, org).tell(fold);
            // The register is written with its entries: what it says now is all of them, whatever was handed on so far.
            return new Judged(fold, new Entries(tx, org).size() - 1);
        });
    }
}
