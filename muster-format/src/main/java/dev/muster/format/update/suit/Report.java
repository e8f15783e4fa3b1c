package dev.muster.format.update.suit;

import java.util.List;
import java.util.Optional;

/**
 * SUIT_Report: what a device says became of one manifest (draft-ietf-suit-report-18 §4). Signed by the device's key in a
 * COSE_Sign1; what it says is the device's word and is never counted as proof of what runs.
 *
 * @param manifestUri where the manifest came from, may be empty
 * @param manifestDigest the digest in the manifest's authentication wrapper
 * @param nonce of the server that asked, when it gave one
 * @param records what the manifest asked to have recorded
 * @param result how it ended
 */
public record Report(
        String manifestUri,
        SuitDigest manifestDigest,
        Optional<byte[]> nonce,
        List<SuitRecord> records,
        Result result) {

    /** Media type of a COSE_Sign1 with a report inside, at the server's door. */
    public static final String MEDIA_TYPE = "application/suit-report+cose";

    /** Bytes of a nonce: as for EAT (RFC 9711 §4.1), which may carry the report. */
    public static final int MOST_NONCE_BYTES = 64;

    /** Characters of the sentence for people. */
    public static final int MOST_DETAIL_CHARS = 512;

    public Report {
        records = List.copyOf(records);
    }

    /** How a procedure ended, as the report says it. */
    public sealed interface Result {
        /** {@code true}: installed. */
        record Success() implements Result {}

        /**
         * A failure.
         *
         * @param code of the implementation; 0 here, the reason says it all
         * @param record the command that stopped it; an empty one (section 0) when it was none
         * @param detail a sentence for people, empty when absent; a private member of the report map
         */
        record Failure(long code, SuitRecord record, Reason reason, String detail) implements Result {}
    }

    /** The report of a procedure that ran. */
    public static Report of(String manifestUri, SuitDigest manifestDigest, Outcome outcome) {
        Result result = switch (outcome) {
            case Outcome.Completed completed -> new Result.Success();
            case Outcome.Stopped stopped ->
                failure(stopped.reason(), stopped.at().orElseGet(Report::nowhere), stopped.detail());
        };
        return new Report(manifestUri, manifestDigest, Optional.empty(), outcome.records(), result);
    }

    /** The report of a manifest that was refused before any command ran. */
    public static Report refused(String manifestUri, SuitDigest manifestDigest, Reason reason, String detail) {
        return new Report(manifestUri, manifestDigest, Optional.empty(), List.of(), failure(reason, nowhere(), detail));
    }

    private static Result.Failure failure(Reason reason, SuitRecord at, String detail) {
        String bounded = detail.length() <= MOST_DETAIL_CHARS ? detail : detail.substring(0, MOST_DETAIL_CHARS);
        return new Result.Failure(0, at, reason, bounded);
    }

    private static SuitRecord nowhere() {
        return new SuitRecord(0, 0, 0, List.of());
    }

    /** @throws SuitException when the bytes are not a SUIT_Report */
    public static Report parse(byte[] bytes) {
        return ReportReader.report(bytes);
    }

    public byte[] encode() {
        return ReportWriter.report(this);
    }
}
