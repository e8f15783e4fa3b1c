package dev.muster.server.ledger;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.assurance.VerdictReplay;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.HowFar;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.tree.LogId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives every verdict of an organisation again from its log, as {@code POST /api/v1/{org}/log/replay} answers it. */
public final class VerdictReplays {
    private VerdictReplays() {}

    /**
     * @param howFar told of the entries that were taken
     * @return {@code holds} and what {@link VerdictReplay.Report} says
     */
    public static Map<String, Object> of(Ledger ledger, OrgId org, EntryFacts facts, Assessor assessor, HowFar howFar) {
        long size = ledger.size(LogId.record(org));
        VerdictReplay replay = new VerdictReplay(org, facts, assessor);
        List<Entry> entries = page(ledger, org, 0);
        while (!entries.isEmpty()) {
            for (Entry entry : entries) {
                howFar.at("entries read for their verdicts", entry.index(), size);
                replay.take(entry);
            }
            entries = page(ledger, org, entries.getLast().index() + 1);
        }
        return json(assessor.catalogue().version(), replay.end());
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
