package dev.muster.server.attestation;

import dev.muster.core.attestation.Difference;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.ReleaseComponents;
import dev.muster.core.governance.ComponentDifference;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.Entries;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.topic.SoftwareComponents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Components as manifests list them and as a device's newest evidence shows them. */
final class ComponentsOfDevices implements SoftwareComponents {
    private final Ledger ledger;
    private final ReferenceSets references;

    ComponentsOfDevices(Ledger ledger, ReferenceSets references) {
        this.ledger = ledger;
        this.references = references;
    }

    private Optional<EvidenceAppraised> newest(Tx tx, OrgId org, String device) {
        return tx.one(
                        "select entry from attestation_latest where org = ? and device = ?",
                        row -> row.number("entry"),
                        org.value(),
                        device)
                .flatMap(index -> new Entries(tx, org).at(index))
                .flatMap(ledger::event)
                .filter(EvidenceAppraised.class::isInstance)
                .map(EvidenceAppraised.class::cast);
    }

    @Override
    public Optional<Map<String, String>> released(Tx tx, OrgId org, String device, String version) {
        return newest(tx, org, device)
                .flatMap(event -> ReleaseComponents.of(
                        references.current(tx, org),
                        event.software().maker(),
                        event.software().model(),
                        version));
    }

    @Override
    public Optional<ComponentDifference> measured(Tx tx, OrgId org, String device) {
        return newest(tx, org, device)
                .filter(event -> event.match().isEmpty() && event.differencesTotal() > 0)
                .map(ComponentsOfDevices::difference);
    }

    private static ComponentDifference difference(EvidenceAppraised event) {
        List<String> added = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        for (Difference one : event.differences()) {
            List<String> kind = one.expected().equals(Difference.ABSENT)
                    ? added
                    : one.found().equals(Difference.ABSENT) ? removed : changed;
            kind.add(one.path());
        }
        return new ComponentDifference(
                added,
                removed,
                changed,
                event.differencesTotal() - event.differences().size());
    }
}
