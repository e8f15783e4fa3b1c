package dev.muster.format.update.suit;

import dev.muster.format.cbor.CborText;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;

/**
 * A report in a COSE_Sign1 by the device's key (report §5.2): the form in which it travels.
 *
 * @param message the signature; its payload is the report
 * @param report what it says, not to be believed before {@link #verify}
 */
public record SignedReport(CoseSign1 message, Report report) {
    /** Protected content type: keeps this signature from being taken for one of another protocol with the same key. */
    public static final String CONTENT_TYPE = "application/suit-report+cose";

    /** What this project wrote before the type was registered; still read. */
    private static final String OLD_CONTENT_TYPE = "application/suit-report+cbor";

    /**
     * @throws dev.muster.format.MalformedException when the bytes are not a COSE_Sign1 of this content type with a report
     */
    public static SignedReport parse(byte[] bytes) {
        SuitReader.require(bytes.length <= SuitLimits.REPORT_BYTES, "report too long", "/", -1);
        CoseSign1 message = CoseSign1.parse(bytes);
        byte[] payload = message.payload().orElseThrow(() -> new SuitException("no payload", "/[2]", -1));
        boolean typed = message.contentType()
                .filter(type -> type instanceof CborText)
                .map(type -> type.asText().equals(CONTENT_TYPE) || type.asText().equals(OLD_CONTENT_TYPE))
                .orElse(false);
        SuitReader.require(typed, "content type is not " + CONTENT_TYPE, "/[0]/3", -1);
        return new SignedReport(message, Report.parse(payload));
    }

    /** Signs a report. Returns the tagged message. */
    public static byte[] sign(Report report, CoseSigner device) {
        return Sign1Builder.create()
                .contentType(CONTENT_TYPE)
                .payload(report.encode())
                .sign(device)
                .encode();
    }

    public Verdict verify(VerificationKey device) {
        return CoseVerifier.strict().verify(message, device);
    }
}
