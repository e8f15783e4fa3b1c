package dev.muster.format.cose;

/** What checking a message came to. */
public sealed interface Verdict {
    /** The signature holds, under the key that was given. */
    record Valid() implements Verdict {}

    /** The message is not accepted; the code is stable, the detail is for people. */
    record Invalid(Reason reason, String detail) implements Verdict {}

    /** True for {@link Valid}. */
    default boolean valid() {
        return this instanceof Valid;
    }

    /** Why a message is not accepted. */
    enum Reason {
        ALG_MISSING("alg-missing"),
        ALG_UNPROTECTED("alg-unprotected"),
        ALG_UNKNOWN("alg-unknown"),
        ALG_NOT_ALLOWED("alg-not-allowed"),
        ALG_KEY_MISMATCH("alg-key-mismatch"),
        CRIT_MALFORMED("crit-malformed"),
        CRIT_UNKNOWN("crit-unknown"),
        PAYLOAD_MISSING("payload-missing"),
        PAYLOAD_TWICE("payload-twice"),
        SIGNATURE_WRONG("signature-wrong"),
        MAC_WRONG("mac-wrong"),
        KEY_MISSING("key-missing"),
        KEY_WRONG("key-wrong"),
        NONCE_MISSING("nonce-missing"),
        CIPHERTEXT_WRONG("ciphertext-wrong"),
        X5T_MISMATCH("x5t-mismatch"),
        X5CHAIN_MISMATCH("x5chain-mismatch");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        /** The stable code. */
        public String code() {
            return code;
        }
    }

    /** Not accepted. */
    static Verdict invalid(Reason reason, String detail) {
        return new Invalid(reason, detail);
    }
}
