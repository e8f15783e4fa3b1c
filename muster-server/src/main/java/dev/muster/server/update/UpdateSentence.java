package dev.muster.server.update;

import dev.muster.core.ledger.Event;
import dev.muster.core.update.DeviceFailed;
import dev.muster.core.update.DeviceFellBack;
import dev.muster.core.update.DeviceOffered;
import dev.muster.core.update.DeviceOverdue;
import dev.muster.core.update.DeviceUpdated;
import dev.muster.core.update.InstallReported;
import dev.muster.core.update.UserAsked;
import java.util.Optional;

/** What happened to a device in a rollout, in words. */
final class UpdateSentence {
    private UpdateSentence() {}

    static Optional<String> of(Event event) {
        return switch (event) {
            case DeviceOffered offered ->
                Optional.of("it was offered " + offered.release() + " in wave " + offered.wave() + " of "
                        + offered.rollout());
            case DeviceUpdated updated ->
                Optional.of("it has proved that it runs " + updated.version() + " (" + updated.rollout() + ")");
            case DeviceFailed failed ->
                Optional.of("it failed to take " + failed.release() + ": " + failed.reason() + ", " + failed.detail());
            case DeviceFellBack fell ->
                Optional.of("it fell back" + (fell.version().isEmpty() ? "" : " to " + fell.version()) + " after "
                        + fell.rollout() + " had counted it");
            case DeviceOverdue overdue -> Optional.of("it has not taken " + overdue.release() + " in time");
            case UserAsked asked ->
                Optional.of(
                        switch (asked.standing()) {
                            case "consented" -> "its user agreed to " + asked.release();
                            case "postponed" ->
                                "its user put off " + asked.release()
                                        + asked.until()
                                                .map(until -> " until " + until)
                                                .orElse("");
                            default -> "it asks its user about " + asked.release();
                        });
            case InstallReported report ->
                Optional.of(
                        report.success()
                                ? "it says that it installed " + report.release()
                                : "it says that it refused an update: " + report.reason() + ", " + report.detail());
            default -> Optional.empty();
        };
    }
}
