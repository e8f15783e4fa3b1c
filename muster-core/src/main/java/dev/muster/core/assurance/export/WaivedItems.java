package dev.muster.core.assurance.export;

import dev.muster.core.assurance.Requirement;
import dev.muster.core.assurance.Verdict;
import dev.muster.core.assurance.Waiver;
import dev.muster.format.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows that somebody decided to live without for a time: open all the same, with who, why and until when. */
final class WaivedItems {
    /** Told of one row; the number of all stands beside them. */
    private static final int TOLD_MAX = 50;

    private WaivedItems() {}

    static List<Json> of(Exported from) {
        List<Json> items = new ArrayList<>();
        for (Requirement row : from.catalogue().requirements()) {
            int devices = from.verdict(row).devices().getOrDefault(Verdict.Kind.WAIVED, 0);
            if (devices > 0) {
                items.add(OscalAssessment.item(
                        from,
                        row.id().text() + " waived",
                        row.id().text() + " is waived for " + devices + " of "
                                + Math.max(devices, from.fleet().devices()) + " devices",
                        row.paraphrase() + ". Waivers: " + decisions(from, row)));
            }
        }
        return items;
    }

    private static String decisions(Exported from, Requirement row) {
        List<Waiver.Of> of = from.waivers().stream()
                .filter(one -> one.requirement().equals(row.id()))
                .toList();
        String told = of.stream().limit(TOLD_MAX).map(WaivedItems::words).collect(Collectors.joining("; "));
        return of.size() <= TOLD_MAX ? told : told + "; and " + (of.size() - TOLD_MAX) + " more (muster comply waive)";
    }

    private static String words(Waiver.Of one) {
        Waiver waiver = one.waiver();
        return one.subject().text() + " until " + waiver.until() + " by " + waiver.by() + ": " + waiver.why();
    }
}
