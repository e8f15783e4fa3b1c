package dev.muster.core.host.checks;

import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.host.HostFacts;
import java.time.Instant;
import java.util.List;

/** The parts on the buses are those that the product was recorded with. */
final class SamePartsCheck extends StandardCheck {
    private static final FactKey RECORDED = FactKey.product("product.hardware");

    SamePartsCheck() {
        super(
                "HO-hardware",
                "the parts on the PCI and USB buses are those that the product was recorded with",
                List.of(HostFacts.HARDWARE, RECORDED),
                DAY.multipliedBy(2),
                "look what was plugged in, or record the parts anew: muster product state PRODUCT hardware <parts>");
    }

    @Override
    public boolean ages(FactKey key) {
        return key.equals(HostFacts.HARDWARE);
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String seen = value(facts, HostFacts.HARDWARE);
        if (seen.equals("unknown") || seen.equals("simulated")) {
            return Judgement.undecided("the device says that host.hardware is " + seen);
        }
        String recorded = value(facts, RECORDED);
        return seen.equals(recorded)
                ? Judgement.holds("it has " + seen + ", as recorded")
                : Judgement.breached("it has " + seen + ", and recorded is " + recorded);
    }
}
