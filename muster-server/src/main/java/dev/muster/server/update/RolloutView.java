package dev.muster.server.update;

import dev.muster.core.update.Coverage;
import dev.muster.core.update.Rollout;
import dev.muster.core.update.RolloutState;
import dev.muster.core.update.UpdateStore;
import dev.muster.core.update.WaveCount;
import dev.muster.core.update.Window;
import java.time.Instant;

/**
 * A rollout as the API shows it.
 *
 * @param reason why it is paused or stopped, a stable code
 * @param detail one sentence for people: why it is paused, or what it waits for; empty when there is nothing to say
 * @param firmness {@code forced}, {@code soft}, {@code download-only}
 * @param window hours in which it is offered, UTC; empty for any time
 * @param mostAtOnce devices with an unanswered offer at a time; 0 for any number
 * @param risk what users of devices read about it
 * @param mostBytesPerHour of its offers, were each fetched whole; 0 for any number
 * @param group to which of the product's devices it goes; empty for all
 * @param count devices that it offered the release to
 * @param devices of the product in service
 * @param already of those, devices that have the release without this rollout
 * @param unseen of those, devices that never showed any evidence
 */
public record RolloutView(
        String id,
        String release,
        String product,
        String version,
        String state,
        String reason,
        String detail,
        int wave,
        int lastWave,
        boolean ongoing,
        boolean acceptsClaims,
        String firmness,
        String window,
        int mostAtOnce,
        String risk,
        long mostBytesPerHour,
        String group,
        WaveCount waveCount,
        WaveCount count,
        int devices,
        int already,
        int unseen) {
    static RolloutView of(Rollout rollout, UpdateStore known, Instant now) {
        Coverage coverage = known.coverage(rollout);
        WaveCount wave = known.count(rollout.id(), rollout.wave());
        return new RolloutView(
                rollout.id(),
                rollout.release().id(),
                rollout.release().product().value(),
                rollout.release().version(),
                rollout.state().word(),
                rollout.reason(),
                rollout.detail().isEmpty() ? waits(rollout, wave, coverage, now) : rollout.detail(),
                rollout.wave(),
                rollout.plan().lastWave(),
                rollout.plan().ongoing(),
                rollout.plan().acceptsClaims(),
                rollout.plan().terms().firmness().word(),
                rollout.plan().terms().window().map(Window::text).orElse(""),
                rollout.plan().terms().mostAtOnce(),
                rollout.plan().terms().risk(),
                rollout.plan().terms().mostBytesPerHour(),
                rollout.plan().terms().group(),
                wave,
                known.count(rollout.id()),
                coverage.devices(),
                coverage.already(),
                coverage.unseen());
    }

    private static String waits(Rollout rollout, WaveCount wave, Coverage coverage, Instant now) {
        if (rollout.state() == RolloutState.RUNNING && !rollout.plan().terms().open(now)) {
            return "waits for its window, which opens at "
                    + rollout.plan().terms().window().orElseThrow().opens(now);
        }
        if (rollout.state() != RolloutState.RUNNING || wave.open() > 0 || rollout.wave() > 0) {
            return "";
        }
        return "waits for a device to offer the release to: of " + coverage.devices() + " in service, "
                + coverage.already() + " have it already and " + coverage.unseen() + " never showed what they run";
    }
}
