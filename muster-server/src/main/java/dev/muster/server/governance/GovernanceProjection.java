package dev.muster.server.governance;

import dev.muster.core.access.AccessDesk;
import dev.muster.core.access.OperatorRemoved;
import dev.muster.core.governance.GovernanceEvent;
import dev.muster.core.governance.Instance;
import dev.muster.core.governance.Workflows;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Tx;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Folds the steps of records into how each stands. */
final class GovernanceProjection implements Projection {
    private final Workflows workflows;

    GovernanceProjection(Workflows workflows) {
        this.workflows = workflows;
    }

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(
                GovernanceEvent.Moved.class,
                GovernanceEvent.SessionRecorded.class,
                GovernanceEvent.WipeProved.class,
                GovernanceEvent.FeedOpened.class,
                GovernanceEvent.FeedEnded.class,
                GovernanceEvent.LocalTokenIssued.class,
                GovernanceEvent.LocalTokensVoided.class,
                GovernanceEvent.LocalSessionRecorded.class,
                OperatorRemoved.class);
    }

    @Override
    public void apply(Tx tx, Entry entry, Event event) {
        if (event instanceof OperatorRemoved removed) {
            new SqlFeeds(tx, entry.org()).endedOf(AccessDesk.issuer(removed.operator()));
            return;
        }
        switch ((GovernanceEvent) event) {
            case GovernanceEvent.Moved moved -> moved(tx, entry, moved);
            case GovernanceEvent.SessionRecorded _ ->
                new SqlWorkflows(tx, entry.org()).recorded(entry.subject().id(), entry.index());
            case GovernanceEvent.WipeProved proved ->
                new SqlWipes(tx, entry.org()).proved(proved.custody(), entry.index());
            case GovernanceEvent.LocalTokenIssued token -> new SqlLocalTokens(tx, entry.org()).issued(entry, token);
            case GovernanceEvent.LocalTokensVoided all -> new SqlLocalTokens(tx, entry.org()).voided(entry, all);
            case GovernanceEvent.LocalSessionRecorded session ->
                new SqlLocalTokens(tx, entry.org()).recorded(entry, session);
            case GovernanceEvent.FeedOpened opened ->
                new SqlFeeds(tx, entry.org()).opened(entry.subject().id(), entry.issuer(), opened);
            case GovernanceEvent.FeedEnded _ ->
                new SqlFeeds(tx, entry.org()).ended(entry.subject().id());
        }
    }

    private void moved(Tx tx, Entry entry, GovernanceEvent.Moved moved) {
        SqlWorkflows records = new SqlWorkflows(tx, entry.org());
        String machine = entry.subject().kind();
        String id = entry.subject().id();
        Instance before = records.find(machine, id)
                .orElseGet(() -> new Instance(machine, id, "", entry.effectiveAt(), Map.of(), List.of()));
        Instance after = Workflows.after(before, moved, entry.effectiveAt());
        records.keep(before.state(), after, entry.index(), workflows.due(after));
        new SqlBudget(tx, entry.org()).moved(before, after);
    }
}
