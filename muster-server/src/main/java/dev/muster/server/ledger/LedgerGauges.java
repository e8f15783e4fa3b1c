package dev.muster.server.ledger;

import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.FollowerStatus;
import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.witness.LedgerHealth;
import dev.muster.server.topic.Gauges;
import java.util.List;
import java.util.Map;

/** How the ledger stands, in numbers. */
final class LedgerGauges {
    private LedgerGauges() {}

    static void addTo(Gauges gauges, Ledger ledger, LedgerHealth health) {
        gauges.ofOrganisation(
                        "muster_log_entries",
                        "Entries of each log.",
                        org -> Gauges.Sample.each(
                                "log",
                                Map.of(
                                        "record", ledger.size(LogId.record(org)),
                                        "statement", ledger.size(LogId.statements(org)))))
                .ofOrganisation(
                        "muster_log_refusing",
                        "1 while the ledger signs and takes nothing, because its history was changed.",
                        org -> Gauges.Sample.of(health.refuses(org) ? 1 : 0))
                .ofOrganisation(
                        "muster_troubles",
                        "Sentences that the console shows about the ledger, its witnesses and the machine.",
                        org -> Gauges.Sample.of(health.troubles(org).size()))
                .ofOrganisation(
                        "muster_follower_behind_entries",
                        "Entries that a reader behind the log has not seen yet.",
                        org -> behind(ledger, org));
    }

    private static List<Gauges.Sample> behind(Ledger ledger, OrgId org) {
        return ledger.followers(org).stream().map(LedgerGauges::behind).toList();
    }

    private static Gauges.Sample behind(FollowerStatus follower) {
        return new Gauges.Sample(Map.of("follower", follower.name()), follower.size() - follower.next());
    }
}
