package dev.muster.server.update;

import dev.muster.core.update.Target;
import java.time.Instant;

/**
 * A device in a rollout, as the API shows it.
 *
 * @param attempt how often it was offered the release in this rollout
 * @param reason why it is in its state, a stable code; empty when there is nothing to explain
 * @param attestedVersion what its last evidence proves
 * @param attestedAt when that came, RFC 3339; empty when no evidence ever came
 * @param complaint what the device itself said
 */
public record TargetView(
        String device,
        int wave,
        int attempt,
        String state,
        String reason,
        String detail,
        String offeredAt,
        String attestedVersion,
        String attestedAt,
        String complaint) {
    static TargetView of(Target target) {
        return new TargetView(
                target.device().value(),
                target.wave(),
                target.attempt(),
                target.state().word(),
                target.reason(),
                target.detail(),
                target.offeredAt().toString(),
                target.shown().version(),
                target.shown().at().map(Instant::toString).orElse(""),
                target.complaint()
                        .map(complaint -> complaint.reason() + ": " + complaint.detail())
                        .orElse(""));
    }
}
