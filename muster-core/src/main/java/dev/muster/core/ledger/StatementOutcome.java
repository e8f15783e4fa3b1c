package dev.muster.core.ledger;

/** What registration rules say about a readable statement. */
public sealed interface StatementOutcome {
    /** Taken. {@code signer} is the anchor's id, or {@code administrator}. */
    record Accepted(String signer) implements StatementOutcome {}

    /** Not taken. */
    record Refused(Reason reason, String detail) implements StatementOutcome {}

    /** Why a statement is not taken. The codes are on disk for ever. */
    enum Reason {
        ALGORITHM("bad-signature-algorithm"),
        PAYLOAD_MISSING("payload-missing"),
        TOO_LARGE("too-large"),
        CONTENT_TYPE("content-type-not-taken"),
        UNKNOWN_SIGNER("unknown-signer"),
        SIGNATURE("signature-wrong"),
        CERTIFICATE_PATH("certificate-path"),
        NOT_ADMINISTRATOR("not-an-administrator"),
        MALFORMED_RULE("malformed-rule");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        /** The stable code. */
        public String code() {
            return code;
        }
    }

    /** Refused with this reason. */
    static StatementOutcome refused(Reason reason, String detail) {
        return new Refused(reason, detail);
    }
}
