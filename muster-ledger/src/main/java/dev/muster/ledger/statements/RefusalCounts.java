package dev.muster.ledger.statements;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.RefusedStatements;
import dev.muster.core.ledger.StatementOutcome;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.Ledger;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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
        RefusedStatements its = counts.computeIfAbsent(org, _ -> new RefusedStatements());
        synchronized (its) {
            its.refused(new StatementOutcome.Refused(why.reason(), why.detail()), digest, network, now());
        }
    }

    @Override
    public void run() {
        Instant now = now();
        counts.forEach((org, its) -> {
            Optional<LedgerEvent.StatementsRefused> due;
            synchronized (its) {
                due = its.due(now);
            }
            due.ifPresent(refused -> ledger.shell()
                    .run(
                            org,
                            Function.identity(),
                            _ -> Decision.of(true, new Draft(Subject.org(org), now, "muster", refused))));
        });
    }

    private Instant now() {
        return ledger.settings().clock().instant();
    }
}
