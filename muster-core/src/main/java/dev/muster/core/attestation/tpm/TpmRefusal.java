package dev.muster.core.attestation.tpm;

import dev.muster.core.ledger.Refusing;

/** Why a key in a TPM was not believed. */
public record TpmRefusal(Kind kind, String reason, String detail) implements Refusing {
    /** What was brought was read and is not taken. */
    static TpmRefusal unacceptable(String reason, String detail) {
        return new TpmRefusal(Kind.UNACCEPTABLE, reason, detail);
    }
}
