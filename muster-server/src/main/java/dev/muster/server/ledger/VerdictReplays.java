package dev.muster.server.ledger;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.assurance.GroupedReplay;
import dev.muster.core.assurance.VerdictReplay;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.HowFar;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.EntryQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives every verdict of an organisation again from its log, as {@code POST /api/v1/{org}/log/replay} answers it. */
public final class VerdictReplays {
    /** Bounds how many devices' facts are in memory; each group is a pass over the log. */
    private static final int DEVICES_AT_ONCE = 1_000;

    private VerdictReplays() {}

    /**
     * @param howFar told of the entries that were taken, anew for each group of devices
     * @return {@code holds} and what {@link VerdictReplay.Report} says
     */
    public static Map<String, Object> of(Ledger ledger, OrgId org, EntryFacts facts, Assessor assessor, HowFar howFar) {
        // What is appended meanwhile is for the next replay: each group reads the same entries.
        long end = ledger.newest(org, EntryQuery.all())
                .map(entry -> entry.index() + 1)
                .orElse(0L);
        VerdictReplay.Report report = GroupedReplay.of(
                org, facts, assessor, DEVICES_AT_ONCE, replay -> read(ledger, org, end, replay, howFar));
        return json(assessor.catalogue().version(), report);
    }

    private static void read(Ledger ledger, OrgId org, long end, VerdictReplay replay, HowFar howFar) {
        List<Entry> entries = page(ledger, org, 0);
        while (!entries.isEmpty() && entries.getFirst().index() < end) {
            for (Entry entry : entries) {
                if (entry.index() < end) {
                    howFar.at("entries read for their verdicts", entry.index(), end);
                    replay.take(entry);
                }
            }
            entries = page(ledger, org, entries.getLast().index() + 1);
        }
    }

    /** Both replays as one answer, which holds when both do. */
    public static Map<String, Object> beside(Map<String, Object> statements, Map<String, Object> verdicts) {
        Map<String, Object> both = new LinkedHashMap<>(statements);
        both.put("holds", Boolean.TRUE.equals(statements.get("holds")) && Boolean.TRUE.equals(verdicts.get("holds")));
        both.put("verdicts", verdicts);
        return both;
    }

    private static List<Entry> page(Ledger ledger, OrgId org, long from) {
        return ledger.entries(org, EntryQuery.all().from(from).limit(EntryQuery.MAX_LIMIT));
    }

    private static Map<String, Object> json(String catalogue, VerdictReplay.Report report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("holds", report.holds());
        json.put("catalogue", catalogue);
        json.put("entries", report.entries());
        json.put("verdicts", report.verdicts());
        json.put("findings", report.findings());
        json.put("byOtherCatalogues", report.foreign());
        json.put("erased", report.erased());
        json.put("digest", report.digest());
        json.put(
                "mismatches",
                report.mismatches().stream()
                        .map(m -> Map.of(
                                "entry", m.entry(),
                                "device", m.device(),
                                "recorded", m.recorded(),
                                "replayed", m.replayed()))
                        .toList());
        return json;
    }
}
