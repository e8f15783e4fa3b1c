package dev.muster.server.attestation;

import dev.muster.core.attestation.Appraisal;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.Hindsight;
import dev.muster.core.attestation.PolicyTable;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.attestation.SharedKeys;
import dev.muster.core.attestation.schemes.BuiltInSchemes;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The newest evidence of every device against reference values that nobody has accepted yet. Writes nothing. */
final class WhatIf {
    /** Devices that are named; all of them are counted. */
    private static final int MAX_NAMED = 100;

    private static final int PAGE = 500;

    private final Database database;
    private final Ledger ledger;
    private final Hindsight hindsight = new Hindsight(BuiltInSchemes.all());

    private final KeySeal seal;

    WhatIf(Database database, Ledger ledger, KeySeal seal) {
        this.database = database;
        this.ledger = ledger;
        this.seal = seal;
    }

    /**
     * @param devices with evidence that could be appraised again
     * @param unreadable devices whose evidence was erased or does not verify any more: nothing is known of them
     * @param changes how many go from which tier to which, such as {@code affirming to warning}
     * @param changed some of those, with the decisive reason
     */
    record Report(long devices, long unreadable, Map<String, Long> changes, List<Change> changed) {}

    record Change(String device, String before, String after, String reason) {}

    private record Newest(String device, long entry) {}

    Report run(OrgId org, ReferenceSet candidate, PolicyTable policy, Instant at) {
        Map<String, Long> changes = new TreeMap<>();
        List<Change> changed = new ArrayList<>();
        long devices = 0;
        long unreadable = 0;
        SharedKeys shared = SqlSharedKeys.of(database, seal, org, true);
        List<Newest> page = page(org, "");
        while (!page.isEmpty()) {
            for (Newest one : page) {
                Optional<EvidenceAppraised> before = ledger.entry(org, one.entry())
                        .flatMap(ledger::event)
                        .filter(EvidenceAppraised.class::isInstance)
                        .map(EvidenceAppraised.class::cast);
                Optional<Appraisal> after =
                        before.flatMap(event -> hindsight.whatIf(event, candidate, policy, at, shared));
                if (after.isEmpty()) {
                    unreadable++;
                    continue;
                }
                devices++;
                note(one, before.orElseThrow(), after.get(), changes, changed);
            }
            page = page(org, page.getLast().device());
        }
        return new Report(devices, unreadable, changes, changed);
    }

    private static void note(
            Newest one, EvidenceAppraised before, Appraisal after, Map<String, Long> changes, List<Change> changed) {
        if (before.status() == after.status()) {
            return;
        }
        changes.merge(before.status().word() + " to " + after.status().word(), 1L, Long::sum);
        if (changed.size() < MAX_NAMED) {
            changed.add(new Change(
                    one.device(),
                    before.status().word(),
                    after.status().word(),
                    after.reasons().getFirst().text()));
        }
    }

    private List<Newest> page(OrgId org, String after) {
        return database.read(tx -> tx.query(
                "select device, entry from attestation_latest where org = ? and device > ? order by device limit "
                        + PAGE,
                row -> new Newest(row.text("device"), row.number("entry")),
                org.value(),
                after));
    }
}
