package dev.muster.core.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Draft;
import java.util.List;

/**
 * A device that has nothing from its factory but a TPM. A list says whose the TPM's endorsement key is; the TPM proved that it
 * has that key, and that the key of the request is in it.
 *
 * @param endorsement digest of the endorsement key
 * @param anchor digest of the authority that certified it; empty when nobody did
 * @param proof what is to be written of the proof, beside the certificate
 */
public record Endorsed(DeviceId device, String endorsement, String anchor, List<Draft> proof) {
    public Endorsed {
        proof = List.copyOf(proof);
    }
}
