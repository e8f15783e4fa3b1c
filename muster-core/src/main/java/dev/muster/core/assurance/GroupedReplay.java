package dev.muster.core.assurance;

import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A {@link VerdictReplay} of a fleet of any size: so many devices at a time, one pass over the entries for each group. The facts
 * of one group are in memory, and never those of all; what is read again is the log.
 */
public final class GroupedReplay {
    private GroupedReplay() {}

    /**
     * Replays the devices group by group, in the order in which they first appear.
     *
     * @param atOnce devices in a group
     * @param entries hands the same entries to each replay that it is given
     * @return of all groups together; with more than one, the digest is over theirs
     */
    public static VerdictReplay.Report of(
            OrgId org, EntryFacts facts, Assessor assessor, int atOnce, Consumer<VerdictReplay> entries) {
        Set<Subject> done = new HashSet<>();
        List<VerdictReplay.Report> reports = new ArrayList<>();
        boolean more = true;
        while (more) {
            ReplayGroup group = new ReplayGroup(done, atOnce);
            VerdictReplay replay = new VerdictReplay(org, facts, assessor, group);
            entries.accept(replay);
            reports.add(replay.end());
            done.addAll(group.members());
            more = group.leftOut();
        }
        return together(reports);
    }

    private static VerdictReplay.Report together(List<VerdictReplay.Report> groups) {
        VerdictReplay.Report first = groups.getFirst();
        if (groups.size() == 1) {
            return first;
        }
        MessageDigest digest = VerdictReplay.sha256();
        groups.forEach(one -> digest.update((one.digest() + "\n").getBytes(StandardCharsets.UTF_8)));
        return new VerdictReplay.Report(
                first.entries(),
                groups.stream().mapToLong(VerdictReplay.Report::verdicts).sum(),
                groups.stream().mapToLong(VerdictReplay.Report::findings).sum(),
                first.foreign(),
                first.erased(),
                HexFormat.of().formatHex(digest.digest()),
                groups.stream()
                        .flatMap(one -> one.mismatches().stream())
                        .sorted(Comparator.comparingLong(VerdictReplay.Mismatch::entry))
                        .limit(VerdictReplay.MAX_MISMATCHES)
                        .toList());
    }
}
