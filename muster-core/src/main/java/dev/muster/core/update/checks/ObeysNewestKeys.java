package dev.muster.core.update.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.update.KeyLists;
import dev.muster.core.update.UpdateFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A key that was taken out of the list must sign nothing that the device still installs. */
final class ObeysNewestKeys extends StandardCheck {
    ObeysNewestKeys() {
        super(
                "UP-keys",
                "the device obeys the newest signed list of release keys",
                List.of(UpdateFacts.KEY_LIST, UpdateFacts.OBEYED_EPOCH),
                LASTING,
                "let the device reach the server, or bring the lists on a stick (muster release key-list export)");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        Optional<Long> newest = count(value(facts, UpdateFacts.KEY_LIST));
        Optional<Long> obeyed = count(value(facts, UpdateFacts.OBEYED_EPOCH));
        if (newest.isEmpty() || obeyed.isEmpty()) {
            return Judgement.undecided("an epoch is not a number");
        }
        if (obeyed.get() >= newest.get()) {
            return Judgement.holds("it obeys the list of epoch " + obeyed.get());
        }
        Instant until = known(facts, UpdateFacts.KEY_LIST).asOf().plus(KeyLists.UPTAKE);
        return now.isBefore(until)
                ? Judgement.holds("the list of epoch " + newest.get() + " is new, and it has time for it", until)
                : Judgement.breached(
                        "it obeys the keys of epoch " + obeyed.get() + ", where the newest is " + newest.get());
    }
}
