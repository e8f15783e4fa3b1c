/**
 * Keys in TPMs: which makers' endorsement certificates an organisation believes, that an attestation key and a device's key
 * are in the TPM of an endorsement key (credential activation and TPM2_Certify, TCG TPM 2.0 Library parts 1 and 3), and what
 * follows from it. The verifier decides where a key lives, from proof; a device is not asked.
 */
@NullMarked
package dev.muster.core.attestation.tpm;

import org.jspecify.annotations.NullMarked;
