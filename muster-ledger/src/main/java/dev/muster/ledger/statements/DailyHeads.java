package dev.muster.ledger.statements;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.tree.LogId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the head of each record log once a day (UTC) as a statement in the statement log of its organisation, so that
 * whoever watches the statement log would notice a record that was rewritten. Run it every minute or so.
 */
public final class DailyHeads implements Runnable {
    /** Content type of the statement; its payload is the signed checkpoint. */
    public static final String CONTENT_TYPE = "application/vnd.muster.log-head";

    private static final Logger LOG = LoggerFactory.getLogger(DailyHeads.class);

    private final Ledger ledger;
    private final Statements statements;

    public DailyHeads(Ledger ledger, Statements statements) {
        this.ledger = ledger;
        this.statements = statements;
    }

    @Override
    public void run() {
        for (OrgId org : ledger.orgs()) {
            try {
                register(org);
            } catch (RuntimeException failed) {
                LOG.warn("the daily head of {} was not registered: {}", org, failed.toString());
            }
        }
    }

    /** Registers today's head unless that was done; whether it did. */
    public boolean register(OrgId org) {
        Instant today = ledger.settings().clock().instant().truncatedTo(ChronoUnit.DAYS);
        Optional<StatementRow> last = statements.newest(org, CONTENT_TYPE);
        if (last.isPresent() && !last.get().registeredAt().isBefore(today)) {
            return false;
        }
        SignedNote head = ledger.checkpoint(LogId.record(org));
        Registration done = statements.registerOwn(org, "log/record", CONTENT_TYPE, head.encode());
        if (done instanceof Registration.Refused refused) {
            LOG.warn("the daily head of {} was refused: {}", org, refused.detail());
        }
        return done instanceof Registration.Registered;
    }
}
