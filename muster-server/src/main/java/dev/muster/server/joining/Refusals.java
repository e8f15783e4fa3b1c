package dev.muster.server.joining;

import dev.muster.core.joining.EnrolmentRefused;
import dev.muster.core.joining.RefusalMeter;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sequence.Shell;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes refusals into the ledger at the pace of {@link RefusalMeter}. Run it every minute for what is still counted. */
public final class Refusals implements Runnable {

    private final Shell shell;
    private final InstantSource clock;
    private final Map<OrgId, RefusalMeter> meters = new ConcurrentHashMap<>();

    public Refusals(Shell shell, InstantSource clock) {
        this.shell = shell;
        this.clock = clock;
    }

    /** @param org an organisation that exists; refusals at others are nobody's */
    void note(OrgId org, String reason, String detail, String claimed, String source) {
        Instant now = clock.instant();
        RefusalMeter meter = meters.computeIfAbsent(org, _ -> new RefusalMeter());
        List<EnrolmentRefused> due;
        synchronized (meter) {
            due = meter.refused(reason, detail, claimed, source, now);
        }
        write(org, due, now);
    }

    @Override
    public void run() {
        Instant now = clock.instant();
        meters.forEach((org, meter) -> {
            List<EnrolmentRefused> due;
            synchronized (meter) {
                due = meter.due(now);
            }
            write(org, due, now);
        });
    }

    private void write(OrgId org, List<EnrolmentRefused> due, Instant now) {
        if (due.isEmpty()) {
            return;
        }
        List<Draft> drafts = due.stream()
                .map(refused -> new Draft(Subject.org(org), now, "muster", refused))
                .toList();
        shell.run(org, tx -> tx, _ -> Decision.of(drafts.size(), drafts));
    }
}
