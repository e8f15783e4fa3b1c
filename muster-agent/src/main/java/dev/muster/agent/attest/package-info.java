/**
 * Evidence: measures every file of the slot that runs, signs an EAT (RFC 9711) of the linux-slots profile with the
 * device's key over the server's nonce, and learns from the attestation result (EAR) how it was judged.
 *
 * <p>The measurement is made by this process, so its strength is {@code checked}, or {@code simulated} below a virtual
 * device's roots. A result is gone by only when the verifier of the organisation signed it, over this nonce, and lately;
 * otherwise nothing is done, and all evidence says so until a result is accepted.
 *
 * <p>With the nonce comes the newest head of the ledger. The device checks that the ledger only grew, keeps the head and
 * shows it with its evidence, so that a server that forgot or tells others another story is found out.
 *
 * <p>Where the device has a TPM, its attestation key is proved to the server once for each certificate, and every evidence comes
 * with a quote over the same nonce, and with the logs of firmware and IMA when the TPM is this machine's own.
 *
 * <p>Not done: measurement of memory.
 */
@NullMarked
package dev.muster.agent.attest;

import org.jspecify.annotations.NullMarked;
