package dev.muster.core.attestation;

import dev.muster.format.attest.corim.Environment;
import java.util.List;

/** The keys that a verifier shares with devices. */
public interface SharedKeys {
    SharedKeys NONE = stated -> List.of();

    /** @param stated what the evidence says it is of: an instance, for PSA of an implementation */
    List<SharedKey> of(Environment stated);
}
