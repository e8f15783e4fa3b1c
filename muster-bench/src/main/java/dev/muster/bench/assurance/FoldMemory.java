package dev.muster.bench.assurance;

import dev.muster.core.assurance.FactRegister;
import dev.muster.core.assurance.PostureFold;
import dev.muster.core.ledger.Subject;
import dev.muster.server.facts.SqlFactStore;
import java.util.function.Supplier;

/** How much memory the judge takes for each device, by the heap before and after. */
final class FoldMemory {
    private static final int COLLECTIONS = 4;

    private final JudgedFleet fleet;
    private final long facts;

    FoldMemory(JudgedFleet fleet) {
        this.fleet = fleet;
        this.facts = register().size();
    }

    /** How many facts there are, of all devices. */
    long facts() {
        return facts;
    }

    /** Bytes for each device when so many facts of devices are kept. */
    long bytes(int keptFacts) {
        return taken(() -> {
            PostureFold fold = new PostureFold(JudgedFleet.ORG, fleet.assessor, keptFacts);
            FactRegister register = register();
            register.of(new Subject("product", JudgedFleet.PRODUCT)).values().forEach(fold::accept);
            for (Subject device : register.devices()) {
                fold.recall(device, register.of(device).values());
                fold.settle(fleet.now());
            }
            return fold;
        });
    }

    private FactRegister register() {
        return fleet.database.read(tx -> new SqlFactStore(tx, JudgedFleet.ORG, fleet.facts).register());
    }

    private long taken(Supplier<PostureFold> made) {
        long before = used();
        PostureFold fold = made.get();
        long after = used();
        return (after - before) / fold.devices().size();
    }

    private static long used() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
