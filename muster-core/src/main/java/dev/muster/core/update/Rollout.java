package dev.muster.core.update;

import java.time.Instant;

/**
 * A rollout as the register knows it.
 *
 * @param wave the wave that is open; -1 before the first
 * @param acceptedWave the last wave whose outcome somebody accepted by resuming; -1 when none
 * @param waveOpenedAt when the wave was opened
 * @param reason why it is paused or stopped, empty otherwise
 */
public record Rollout(
        String id,
        Release release,
        RolloutPlan plan,
        RolloutState state,
        int wave,
        int acceptedWave,
        Instant waveOpenedAt,
        String reason) {
    /** Subject kind of a rollout's entries. */
    public static final String KIND = "rollout";
}
