package dev.muster.core.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.format.devices.orders.UserAnswer;
import dev.muster.format.update.suit.Replay;
import dev.muster.format.update.suit.Report;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** The desk for reports of devices. The signature was checked by the door. */
public final class Reports {
    private Reports() {}

    /** Takes down how a device's user stands to an update. */
    public static Decision<UserAsked> asked(DeviceId device, UserAnswer answer, UpdateStore known, Instant now) {
        String envelope = HexFormat.of().formatHex(answer.manifestDigest());
        String release = known.releaseOfEnvelope(envelope).map(Release::id).orElse("");
        UserAsked event = new UserAsked(envelope, release, answer.standing().word(), answer.until());
        return Decision.of(event, new Draft(device.subject(), now, device.toString(), event));
    }

    /**
     * Keeps a device's report.
     *
     * @param envelope SHA-256 of the envelope that the report is about, hexadecimal; empty when it is none of ours
     * @param replayed whether running the manifest can leave this report
     * @param nature what the server found that envelope to be, before this transaction
     */
    public static Decision<InstallReported> take(
            DeviceId device,
            Report report,
            String envelope,
            EnvelopeNature nature,
            Replay.Answer replayed,
            UpdateStore known,
            Instant now) {
        Optional<Release> published = known.releaseOfEnvelope(envelope);
        String release = published.map(Release::id).orElse("");
        EnvelopeNature found = published.map(it -> nature(it, device, known)).orElse(nature);
        InstallReported told = switch (report.result()) {
            case Report.Result.Success success -> new InstallReported(envelope, found, release, true, "ok", "");
            case Report.Result.Failure failure ->
                new InstallReported(
                        envelope, found, release, false, failure.reason().word(), failure.detail());
        };
        InstallReported event = told.with(replayed);
        return Decision.of(
                event, new Draft(device.subject(), now, device.subject().text(), event));
    }

    private static EnvelopeNature nature(Release release, DeviceId device, UpdateStore known) {
        boolean old = known.attestedRelease(device)
                .filter(running -> running.sequence() > release.sequence())
                .isPresent();
        return old ? EnvelopeNature.OLD_RELEASE : EnvelopeNature.RELEASE;
    }
}
