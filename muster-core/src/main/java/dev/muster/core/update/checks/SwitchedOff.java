package dev.muster.core.update.checks;

import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.Known;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.update.UpdateFacts;
import java.time.Instant;
import java.util.List;

/** Updating can be switched off for a device, and stays off until somebody switches it on. */
final class SwitchedOff extends StandardCheck {
    SwitchedOff() {
        super(
                "UP-switch",
                "updating was switched off for the device, and while it is the device installs nothing",
                List.of(UpdateFacts.SWITCHED),
                HALF_YEAR,
                "hold the device for a while (muster rollout hold), and look at what installed something meanwhile");
    }

    @Override
    public List<FactKey> considers() {
        return List.of(UpdateFacts.INSTALLED);
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, UpdateFacts.SWITCHED)) {
            case "on" ->
                Judgement.holds(
                        "updating was switched off, and is on again: what was installed in between is looked at no"
                                + " more");
            case "off" -> {
                Instant since = known(facts, UpdateFacts.SWITCHED).asOf();
                yield facts.latest(UpdateFacts.INSTALLED)
                                .filter(installed -> installed.value().equals("success"))
                                .map(Known::asOf)
                                .filter(at -> at.isAfter(since))
                                .isPresent()
                        ? Judgement.breached("it installed a release although updating is switched off")
                        : Judgement.holds("updating is switched off, and it has installed nothing since");
            }
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
