package dev.muster.ledger.statements;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.RefusedStatements;
import dev.muster.core.ledger.StatementOutcome;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Writes what {@link RefusedStatements} counted. Run it every minute. */
public final class RefusalCounts implements Runnable {
    private final Ledger ledger;
    private final Map<OrgId, RefusedStatements> counts = new ConcurrentHashMap<>();

    public RefusalCounts(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * @param org an organisation that exists
     * @param network of the caller, whom nobody knows
     */
    public void note(OrgId org, Registration.Refused why, String digest, String network) {
        counts.compute(org, (_, known) -> {
            RefusedStatements its = known == null ? new RefusedStatements() : known;
            its.refused(new StatementOutcome.Refused(why.reason(), why.detail()), digest, network, now());
            return its;
        });
    }

    /** What cannot be written, because the ledger is busy or the organisation's quota is used up, is written later. */
    @Override
    public void run() {
        Instant now = now();
        List<RuntimeException> failures = new ArrayList<>();
        for (OrgId org : counts.keySet()) {
            try {
                write(org, now);
            } catch (RuntimeException failed) {
                failures.add(failed);
            }
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    private void write(OrgId org, Instant now) {
        List<RefusedStatements> due = new ArrayList<>(1);
        counts.computeIfPresent(org, (_, its) -> {
            if (!its.isDue(now)) {
                return its;
            }
            due.add(its);
            return null;
        });
        for (RefusedStatements its : due) {
            Draft draft = new Draft(Subject.org(org), now, "muster", its.counted());
            try {
                ledger.shell().run(org, Function.identity(), _ -> Decision.of(true, draft));
            } catch (RuntimeException unwritten) {
                counts.merge(org, its, (newer, older) -> older.with(newer));
                throw unwritten;
            }
        }
    }

    private Instant now() {
        return ledger.settings().clock().instant();
    }
}
