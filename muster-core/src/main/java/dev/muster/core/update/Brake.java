package dev.muster.core.update;

import java.util.Optional;

/** When a rollout stops by itself: thresholds over the wave that is open, counted on what evidence shows. */
record Brake(Rollout rollout, WaveCount wave) {

    /** While devices are still out, a failure counts against the whole wave, so one early failure of many does not pause. */
    boolean tooManyFailed() {
        int of = wave.open() > 0 ? wave.all() - wave.overdue() - wave.left() : wave.answered();
        return wave.notUpdated() * 100L > (long) rollout.plan().limits().mostFailed() * of;
    }

    /** Whether too few answered, or too few of those have the release. */
    Optional<RolloutPaused> silence() {
        int waited = wave.answered() + wave.overdue();
        if (waited == 0) {
            return Optional.empty();
        }
        String of = " of the " + waited + " devices of wave " + rollout.wave() + " answered";
        if (wave.answered() == 0) {
            return Optional.of(new RolloutPaused("nobody-answered", "none" + of));
        }
        if (wave.answered() * 100L < (long) rollout.plan().limits().leastAnswered() * waited) {
            return Optional.of(new RolloutPaused("too-few-answered", wave.answered() + of));
        }
        if (wave.good() * 100L < (long) rollout.plan().limits().leastUpdated() * wave.answered()) {
            return Optional.of(new RolloutPaused(
                    "too-few-updated",
                    wave.good() + " of " + wave.answered() + " devices that answered were updated, in wave "
                            + rollout.wave()));
        }
        return Optional.empty();
    }
}
