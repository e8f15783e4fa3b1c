package dev.muster.ledger.fsck;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.HowFar;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.tree.LogId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What checking and replaying found, as it goes out: the same from a running server and from its data alone, member for
 * member in the same order on every machine.
 */
public final class LedgerReports {
    private LedgerReports() {}

    /** Checks both logs of an organisation. */
    public static Map<String, Object> fsck(Ledger ledger, OrgId org, HowFar howFar) {
        Fsck fsck = new Fsck(ledger, howFar);
        List<FsckReport> reports = List.of(fsck.check(LogId.record(org)), fsck.check(LogId.statements(org)));
        return inOrder(
                "clean", reports.stream().allMatch(FsckReport::clean),
                "logs", reports.stream().map(LedgerReports::json).toList());
    }

    /** Decides every acceptance and refusal of statements again. */
    public static Map<String, Object> replay(Ledger ledger, OrgId org, HowFar howFar) {
        ReplayReport report = new Fsck(ledger, howFar).replay(org);
        return inOrder(
                "holds", report.holds(),
                "entries", report.entries(),
                "accepted", report.accepted(),
                "refused", report.refused(),
                "mismatches",
                        report.mismatches().stream()
                                .map(m ->
                                        inOrder("entry", m.entry(), "recorded", m.recorded(), "replayed", m.replayed()))
                                .toList());
    }

    private static Map<String, Object> json(FsckReport report) {
        return inOrder(
                "log", report.log().name().text(),
                "leaves", report.leaves(),
                "tiles", report.tiles(),
                "erased", report.erased(),
                "faults", report.faults());
    }

    /** Names and values by turns; {@link Map#of} has another order in each process. */
    private static Map<String, Object> inOrder(Object... pairs) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.put((String) pairs[i], pairs[i + 1]);
        }
        return all;
    }
}
