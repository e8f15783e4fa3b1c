package dev.muster.server.assurance;

import dev.muster.core.assurance.AssuranceFacts;
import dev.muster.core.assurance.RequirementId;
import dev.muster.core.assurance.Waiver;
import dev.muster.core.assurance.WaiverStore;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.facts.SqlFactStore;
import java.util.Optional;

/** What the facts say about waivers. */
final class SqlWaiverStore implements WaiverStore {
    private final SqlFactStore facts;

    SqlWaiverStore(Tx tx, OrgId org, EntryFacts facts) {
        this.facts = new SqlFactStore(tx, org, facts);
    }

    @Override
    public boolean knows(Subject subject) {
        return !facts.now(subject).isEmpty();
    }

    @Override
    public Optional<Waiver> waiver(Subject subject, RequirementId requirement) {
        return facts.register(subject)
                .latest(subject, AssuranceFacts.waiverKey(requirement))
                .flatMap(known -> AssuranceFacts.waiver(known.value()));
    }
}
