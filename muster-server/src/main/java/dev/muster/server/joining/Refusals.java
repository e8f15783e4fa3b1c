package dev.muster.server.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.joining.EnrolmentRefused;
import dev.muster.core.joining.RefusalBudget;
import dev.muster.core.joining.RefusalMeter;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sequence.Shell;
import dev.muster.server.topic.EveryOrg;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes refusals into the ledger at the pace of {@link RefusalMeter}. Run it every minute for what is still counted. */
public final class Refusals implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final Shell shell;
    private final InstantSource clock;
    private final RefusalBudget budget = new RefusalBudget();
    /** Of those organisations where somebody was refused lately. */
    private final Map<OrgId, RefusalMeter> meters = new ConcurrentHashMap<>();

    public Refusals(Shell shell, InstantSource clock) {
        this.shell = shell;
        this.clock = clock;
    }

    /** @param org an organisation that exists; refusals at others are nobody's */
    void note(OrgId org, String reason, String detail, String claimed, String source) {
        note(org, reason, detail, claimed, source, Optional.empty());
    }

    /**
     * @param proved the device that proved its identity and is refused all the same: the entry is about it, so that
     *     whoever looks at the device finds it
     */
    void note(OrgId org, String reason, String detail, String claimed, String source, Optional<DeviceId> proved) {
        Instant now = clock.instant();
        List<EnrolmentRefused> due = new ArrayList<>();
        meters.compute(org, (_, known) -> {
            RefusalMeter meter = known == null ? new RefusalMeter(budget) : known;
            due.addAll(meter.refused(reason, detail, claimed, source, now));
            return meter;
        });
        try {
            write(org, due, now, proved);
        } catch (RuntimeException unwritten) {
            // Whoever was refused hears why all the same.
            LOG.info("{}: a refusal is counted and written later: {}", org.value(), unwritten.toString());
        }
    }

    @Override
    public void run() {
        Instant now = clock.instant();
        EveryOrg.each(List.copyOf(meters.keySet()), org -> {
            List<EnrolmentRefused> due = new ArrayList<>();
            meters.computeIfPresent(org, (_, meter) -> {
                due.addAll(meter.due(now));
                return meter.isIdle() ? null : meter;
            });
            write(org, due, now, Optional.empty());
        });
    }

    /** What cannot be written, because the ledger is busy or the disk full, is counted again. */
    private void write(OrgId org, List<EnrolmentRefused> due, Instant now, Optional<DeviceId> proved) {
        if (due.isEmpty()) {
            return;
        }
        List<Draft> drafts = due.stream()
                .map(refused -> new Draft(
                        // A count of a window that is over may hold attempts of others.
                        refused.count() == 1 && refused.since().equals(now)
                                ? proved.map(DeviceId::subject).orElse(Subject.org(org))
                                : Subject.org(org),
                        now,
                        "muster",
                        refused))
                .toList();
        try {
            shell.run(org, tx -> tx, _ -> Decision.of(drafts.size(), drafts));
        } catch (RuntimeException unwritten) {
            meters.compute(org, (_, known) -> {
                RefusalMeter meter = known == null ? new RefusalMeter(budget) : known;
                meter.again(due, now);
                return meter;
            });
            throw unwritten;
        }
    }
}
