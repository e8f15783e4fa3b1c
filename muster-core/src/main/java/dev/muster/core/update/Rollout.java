package dev.muster.core.update;

import java.time.Instant;
import java.util.Optional;

/**
 * A rollout as the register knows it.
 *
 * @param wave the wave that is open; -1 before the first; above the plan's last one for devices that come late
 * @param acceptedWave the last wave whose outcome somebody accepted by resuming; -1 when none
 * @param waveOpenedAt when the wave was opened
 * @param reason why it is paused or stopped, empty otherwise
 * @param detail the same for people
 * @param finishedAt when it was last finished
 * @param draining whether it was stopped and open orders are still to be taken back
 */
public record Rollout(
        String id,
        Release release,
        RolloutPlan plan,
        RolloutState state,
        int wave,
        int acceptedWave,
        Instant waveOpenedAt,
        String reason,
        String detail,
        Optional<Instant> finishedAt,
        boolean draining) {
    /** Subject kind of a rollout's entries. */
    public static final String KIND = "rollout";

    /** Whether all waves of the plan are behind it: what it offers now, it offers to devices that come late. */
    boolean late() {
        return wave > plan.lastWave();
    }
}
