package dev.muster.server.assurance;

import dev.muster.core.assurance.AssuranceEvent;
import dev.muster.core.assurance.AssuranceEvent.CheckChange;
import dev.muster.core.assurance.AssuranceEvent.RequirementChange;
import dev.muster.core.assurance.Finding;
import dev.muster.core.assurance.PostureFold;
import dev.muster.core.assurance.Verdict;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the ledger last said about the verdicts and findings of one organisation's devices. */
public final class SqlSaidStore {
    private static final String CHECK = "check";
    private static final String REQUIREMENT = "requirement";

    /** A fleet of 100,000 devices has millions of rows, which are not to be in memory together. */
    private static final int PAGE = 10_000;

    private final Tx tx;
    private final OrgId org;

    public SqlSaidStore(Tx tx, OrgId org) {
        this.tx = tx;
        this.org = org;
    }

    /** Takes an entry's changes. */
    public void said(Subject device, long entry, AssuranceEvent.VerdictChanged changed) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (RequirementChange change : changed.requirements()) {
            rows.add(row(device, REQUIREMENT, change.requirement(), change.after(), change.grade(), entry));
        }
        for (CheckChange change : changed.checks()) {
            rows.add(row(device, CHECK, change.check(), change.after(), Optional.empty(), entry));
        }
        tx.batch(
                "insert into assurance_said (org, device, kind, id, word, grade, entry) values (?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (org, device, kind, id) do update set word = excluded.word,"
                        + " grade = excluded.grade, entry = excluded.entry",
                rows);
    }

    /** Tells the fold everything that was said last. */
    public void tell(PostureFold fold) {
        String device = "";
        String kind = "";
        String id = "";
        List<Place> page;
        do {
            page = tx.query(
                    "select * from assurance_said where org = ? and (device, kind, id) > (?, ?, ?)"
                            + " order by device, kind, id limit " + PAGE,
                    row -> tell(fold, row),
                    org.value(),
                    device,
                    kind,
                    id);
            if (!page.isEmpty()) {
                device = page.getLast().device();
                kind = page.getLast().kind();
                id = page.getLast().id();
            }
        } while (page.size() == PAGE);
    }

    private record Place(String device, String kind, String id) {}

    private static Place tell(PostureFold fold, Row row) {
        Place place = new Place(row.text("device"), row.text("kind"), row.text("id"));
        Subject device = Subject.parse(place.device());
        String id = place.id();
        String word = row.text("word");
        if (place.kind().equals(CHECK)) {
            fold.said(
                    device,
                    new CheckChange(id, Optional.empty(), Finding.Outcome.valueOf(word), "", Instant.EPOCH, List.of()));
        } else {
            Optional<Grade> grade = row.findText("grade").map(Grade::valueOf);
            fold.said(device, new RequirementChange(id, Optional.empty(), Verdict.Kind.valueOf(word), grade));
        }
        return place;
    }

    private @Nullable Object[] row(
            Subject device, String kind, String id, Enum<?> word, Optional<Grade> grade, long entry) {
        return new Object[] {org.value(), device.text(), kind, id, word, grade, entry};
    }
}
