package dev.muster.core.network.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.network.NetworkFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The device does only what its policy permits. */
final class NothingRefused extends StandardCheck {
    /** Told at least once a day; a day and a night without is silence. */
    private static final Duration TOLD_MAX = Duration.ofDays(2);

    NothingRefused() {
        super(
                "NW-refused",
                "the device tried nothing that its network policy refuses",
                List.of(NetworkFacts.REFUSED),
                TOLD_MAX,
                "look at what was refused with `muster network flows`, and mend the device or its description");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        Optional<Long> kinds = count(value(facts, NetworkFacts.REFUSED));
        if (kinds.isEmpty()) {
            return Judgement.undecided("the fact is no count");
        }
        return kinds.get() == 0
                ? Judgement.holds("its packet filter refused nothing")
                : Judgement.breached("its packet filter refused it " + kinds.get() + " different things");
    }
}
