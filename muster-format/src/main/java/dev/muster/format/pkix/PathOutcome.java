package dev.muster.format.pkix;

import java.security.cert.X509Certificate;

/** What validating a path came to. */
public sealed interface PathOutcome {
    /** @param anchor where the path ends; the first certificate itself when it is an anchor */
    record Valid(X509Certificate anchor) implements PathOutcome {}

    /**
     * @param fault a stable reason
     * @param index which certificate of the chain, 0 the end entity
     * @param detail for people
     */
    record Refused(Fault fault, int index, String detail) implements PathOutcome {}

    /** Why a path is refused. */
    enum Fault {
        NO_CERTIFICATE("chain-empty"),
        ORDER("chain-reversed"),
        NO_ANCHOR("anchor-unknown"),
        ISSUER("issuer-mismatch"),
        SIGNATURE("signature-wrong"),
        WEAK("algorithm-weak"),
        NOT_YET_VALID("not-yet-valid"),
        EXPIRED("expired"),
        NOT_A_CA("not-a-ca"),
        PATH_LENGTH("path-length"),
        KEY_USAGE("key-usage"),
        CRITICAL_EXTENSION("critical-extension"),
        NAME_CONSTRAINTS("name-constraints"),
        POLICY("policy"),
        MALFORMED("malformed");

        private final String code;

        Fault(String code) {
            this.code = code;
        }

        /** The stable code. */
        public String code() {
            return code;
        }
    }
}
