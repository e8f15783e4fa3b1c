package dev.muster.core.failures.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.failures.FailuresFacts;
import dev.muster.format.devices.failure.FailureKind;
import java.time.Instant;
import java.util.List;

/** A device that failed told it, and of which kind it was. One that never failed says nothing about that. */
final class ToldByKind extends StandardCheck {
    ToldByKind() {
        super(
                "FA-kinds",
                "the device told a failure, and could say of which kind it was",
                List.of(FailuresFacts.KINDS),
                HALF_YEAR,
                "let a guard hold the device (muster guard), and let one of its workloads fail in a drill");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String kinds = value(facts, FailuresFacts.KINDS);
        return List.of(kinds.split(",", -1)).contains(FailureKind.OTHER.word())
                ? Judgement.breached("it told a failure whose kind it cannot say: " + kinds)
                : Judgement.holds("it told failures of these kinds: " + kinds);
    }
}
