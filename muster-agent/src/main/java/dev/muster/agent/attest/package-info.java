/**
 * Evidence: measures every file of the slot that runs, signs an EAT (RFC 9711) of the linux-slots profile with the
 * device's key over the server's nonce, and learns from the attestation result (EAR) how it was judged.
 *
 * <p>The measurement is made by this process, so its strength is {@code checked}, or {@code simulated} below a virtual
 * device's roots. The result is believed because it comes over the authenticated connection; its signature is for relying
 * parties, who know the verifier's key.
 *
 * <p>Not done: quotes of a TPM, measurement of memory, the ledger head the device last saw.
 */
@NullMarked
package dev.muster.agent.attest;

import org.jspecify.annotations.NullMarked;
