package dev.muster.core.failures;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.failure.Failure;
import dev.muster.format.devices.failure.FailureReport;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The desk for what devices say went wrong. The signature was checked by the door. */
public final class FailureReports {
    /** 64 bits: nobody gains anything by two failures that are taken for one. */
    private static final int SIGNATURE_BYTES = 8;

    private FailureReports() {}

    /**
     * Keeps a report once.
     *
     * @param statement the signed bytes as they came
     * @param last digest of the device's report before this one; devices deliver in order, so one that comes again is that
     */
    public static Decision<List<FailuresReported.Told>> take(
            DeviceId device, FailureReport report, byte[] statement, Optional<String> last, Instant now) {
        String digest = HexFormat.of().formatHex(Sha256.of(statement));
        if (last.filter(digest::equals).isPresent()) {
            return Decision.of(List.of());
        }
        List<FailuresReported.Told> told =
                report.failures().stream().map(one -> told(one, now)).toList();
        FailuresReported event = new FailuresReported(digest, told);
        Instant at = report.at().isAfter(now) ? now : report.at();
        return Decision.of(
                told, new Draft(device.subject(), at, device.subject().text(), event));
    }

    private static FailuresReported.Told told(Failure one, Instant now) {
        return new FailuresReported.Told(
                one.kind().word(),
                signature(one),
                one.what(),
                one.sign(),
                one.culprit(),
                notLater(one.first(), now),
                notLater(one.last(), now),
                one.count());
    }

    /** A device whose clock is ahead is taken to have seen it now. */
    private static Instant notLater(Instant at, Instant now) {
        return at.isAfter(now) ? now : at;
    }

    /** The same for the same failure on every device: kind, what and sign, and not who or when. */
    static String signature(Failure one) {
        byte[] text = (one.kind().word() + '\0' + one.what() + '\0' + one.sign()).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(Sha256.of(text), 0, SIGNATURE_BYTES);
    }
}
