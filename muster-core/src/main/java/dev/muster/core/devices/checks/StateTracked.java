package dev.muster.core.devices.checks;

import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.DevicesFacts;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.Known;
import dev.muster.core.facts.StandardCheck;
import java.time.Instant;
import java.util.List;

/** The device has a known operational state. */
final class StateTracked extends StandardCheck {
    /** Stated by attestation: the device was there. */
    private static final FactKey SHOWN = FactKey.device("attestation.status");

    StateTracked() {
        super(
                "DV-state",
                "the state of the device is tracked, and what it shows does not contradict it",
                List.of(DevicesFacts.STATE),
                LASTING,
                "register the device");
    }

    @Override
    public List<FactKey> considers() {
        return List.of(SHOWN);
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        Known state = known(facts, DevicesFacts.STATE);
        if (DeviceState.ofWord(state.value()).isEmpty()) {
            return Judgement.undecided("the state " + state.value() + " is not known to this check");
        }
        boolean back = state.value().equals(DeviceState.RETIRED.word())
                && facts.latest(SHOWN)
                        .filter(shown ->
                                shown.fact().effectiveAt().isAfter(state.fact().effectiveAt()))
                        .isPresent();
        return back
                ? Judgement.breached("it is recorded as retired and has shown evidence since")
                : Judgement.holds("its state is " + state.value());
    }
}
