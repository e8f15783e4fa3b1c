package dev.muster.core.governance;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Notice;
import dev.muster.core.ledger.NoticeKind;
import dev.muster.core.ledger.NoticeKind.Weight;
import dev.muster.core.ledger.NoticeRule;
import java.util.List;
import java.util.Optional;

/** What people hear of records: time moved one, maintenance failed, a case's clock runs out. */
public final class GovernanceNotices implements NoticeRule {
    /** Raised by a watch before the clock is over; settled by the next step of the record. */
    public static final NoticeKind RUNS_OUT =
            new NoticeKind("case-clock", Weight.URGENT, "the time for the next report of a case is almost over");

    private static final NoticeKind TIMED =
            new NoticeKind("record-late", Weight.WARNING, "time moved a record: something ended, or was not done");
    private static final NoticeKind FAILED = new NoticeKind(
            "maintenance-failed", Weight.URGENT, "work on a device did not hold; it stays out of service");
    private static final NoticeKind EMERGENCY =
            new NoticeKind("emergency-work", Weight.WARNING, "work began without approval and must be approved later");

    private final Machines machines = Machines.shipped();

    @Override
    public List<NoticeKind> kinds() {
        return List.of(RUNS_OUT, TIMED, FAILED, EMERGENCY);
    }

    @Override
    public List<Notice> notices(Entry entry, Event event) {
        if (!(event instanceof GovernanceEvent.Moved moved)) {
            return List.of();
        }
        String machine = entry.subject().kind();
        String name = machine + " " + entry.subject().id();
        String why = moved.reason().isEmpty() ? "" : ": " + moved.reason();
        if (machine.equals("verification") && moved.to().equals("failed")) {
            return List.of(Notice.of(FAILED, entry.subject(), name + " failed" + why + "."));
        }
        if (machine.equals("work-order") && moved.transition().equals("emergency")) {
            return List.of(Notice.of(EMERGENCY, entry.subject(), name + " began without approval" + why + "."));
        }
        if (machine.equals("work-order") && moved.transition().equals("retro-approve")) {
            return List.of(Notice.over(EMERGENCY, entry.subject(), name + " was approved afterwards."));
        }
        if (timed(machine, moved).isPresent()) {
            return List.of(Notice.of(TIMED, entry.subject(), name + " is " + moved.to() + why + "."));
        }
        // Somebody moved it: whatever was late with it is in hands again.
        return moved.from().isEmpty()
                ? List.of()
                : List.of(
                        Notice.over(TIMED, entry.subject(), name + " is " + moved.to() + "."),
                        Notice.over(RUNS_OUT, entry.subject(), name + " is " + moved.to() + "."));
    }

    private Optional<Timer> timed(String machine, GovernanceEvent.Moved moved) {
        return moved.by().equals(Workflows.SYSTEM)
                ? machines.find(machine).stream()
                        .flatMap(found -> found.timers().stream())
                        .filter(timer -> timer.state().equals(moved.from())
                                && timer.transition().equals(moved.transition()))
                        .findFirst()
                : Optional.empty();
    }
}
