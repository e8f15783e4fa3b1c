package dev.muster.server;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.assurance.FactRegister;
import dev.muster.core.assurance.Posture;
import dev.muster.core.assurance.Requirement;
import dev.muster.core.assurance.Verdict;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sql.Database;
import dev.muster.server.console.PostureView;
import dev.muster.server.facts.SqlFactStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Answers what the console asks of assurance. */
final class AssuredPosture implements PostureView {
    private final Database database;
    private final EntryFacts facts;
    private final Assessor assessor;
    private final InstantSource clock;

    AssuredPosture(Database database, EntryFacts facts, Assessor assessor, InstantSource clock) {
        this.database = database;
        this.facts = facts;
        this.assessor = assessor;
        this.clock = clock;
    }

    @Override
    public List<Line> of(OrgId org, String device, Optional<Instant> asOf) {
        Subject subject = Subject.device(device);
        FactRegister register = database.read(tx -> {
            SqlFactStore store = new SqlFactStore(tx, org, facts);
            return asOf.isPresent() ? store.register(subject, asOf.get()) : store.register(subject);
        });
        Instant at = asOf.orElseGet(clock::instant);
        Posture posture = assessor.posture(register, subject, at);
        List<Line> lines = new ArrayList<>();
        for (Requirement requirement : assessor.catalogue().requirements()) {
            Verdict verdict = posture.verdicts().get(requirement.id());
            if (verdict != null) {
                lines.add(new Line(
                        requirement.id().text(),
                        requirement.paraphrase(),
                        verdict.kind().words(),
                        verdict.weakest()
                                .map(grade -> grade.name().toLowerCase(Locale.ROOT))
                                .orElse(""),
                        String.join("; ", verdict.reasons())));
            }
        }
        return lines;
    }
}
