package dev.muster.core.attestation.corim;

import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.corim.TypedBytes;

/** Whether a key of a triple is verified: its path, its revocation, its use (§9.3.5.3.3). */
public interface KeyCheck {
    boolean verified(TypedBytes key, Triple.KeyKind kind);
}
