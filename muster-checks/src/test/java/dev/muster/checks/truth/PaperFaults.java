package dev.muster.checks.truth;

import dev.muster.core.assurance.Link;
import dev.muster.core.assurance.ProductFact;
import dev.muster.core.assurance.ProductFacts;
import dev.muster.core.governance.RowParts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Papers that are not there or have ended, and records of governance that are broken. */
final class PaperFaults {
    private PaperFaults() {}

    static List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        for (ProductFact fact : ProductFacts.all()) {
            fact.check()
                    .ifPresent(check -> all.add(new Fault(
                            "PD",
                            "it is not so that " + fact.meaning(),
                            rows(check),
                            fleet -> fleet.record(fact.key(), ProductFact.NONE))));
        }
        all.add(Fault.of("PD", "the penetration test is of last year", "ENISA/GP-TM-57", fleet -> {
            fleet.record("product.penetration-test", "https://lab.example/7 until " + World.T0.plusSeconds(60));
            fleet.world.later(Duration.ofMinutes(2));
        }));
        all.add(Fault.of(
                "PD",
                "the list of ports was taken back",
                "ENISA/GP-TM-50 ETSI/5.6-1",
                fleet -> fleet.record("product.ports", ProductFact.NONE)));
        // One of each machine: a row's own record is broken.
        Set<String> machines = new HashSet<>();
        for (RowParts.Part part : RowParts.shipped().all()) {
            if (!part.brokenBy().isEmpty() && machines.add(part.machine())) {
                all.add(new Fault(
                        "GV",
                        "a " + part.machine() + " comes to " + part.brokenBy().getFirst(),
                        List.of("NIST-NONTECH/" + part.row()),
                        fleet -> fleet.world.say(HealthyLife.broken(part, fleet.world.now()))));
            }
        }
        return all;
    }

    /** A paper is named for the rows that ask for it: here the data file is the choice. */
    private static List<String> rows(String check) {
        return World.ASSESSOR.catalogue().links().stream()
                .filter(link -> link.check().equals(check))
                .map(Link::requirement)
                .map(id -> id.text())
                .toList();
    }
}
