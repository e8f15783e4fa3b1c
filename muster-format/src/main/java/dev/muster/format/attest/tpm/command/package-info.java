/**
 * Commands of a TPM 2.0 and its answers (TCG TPM 2.0 Library, parts 2 and 3): the few that a device needs to hold its key in
 * the TPM and to prove it. Bytes only; who sends them has the way to the TPM.
 *
 * <p>Done: Startup, CreatePrimary, Create, Load, ReadPublic, FlushContext, EvictControl, Sign, Quote, Certify,
 * ActivateCredential, StartAuthSession and PolicySecret for policy sessions, NV_ReadPublic, NV_Read, PCR_Read, PCR_Extend,
 * GetCapability, GetRandom; empty passwords and policy sessions as authorisation; the templates of the EK Credential Profile
 * 2.6 (L-1, L-2, H-1 to H-4).
 *
 * <p>Not done: HMAC sessions and encrypted parameters (a TPM on a bus that somebody listens to is not covered), passwords
 * that are not empty, sealing, policies other than PolicySecret, attributes of NV writing.
 */
@NullMarked
package dev.muster.format.attest.tpm.command;

import org.jspecify.annotations.NullMarked;
