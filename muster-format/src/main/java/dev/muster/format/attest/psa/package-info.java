/**
 * The PSA attestation token (RFC 9783): what an Arm PSA root of trust says about itself and what it booted.
 *
 * <p>Read: profile {@code tag:psacertified.org,2023:psa#tfm}, and the older {@code #legacy}, {@code
 * http://arm.com/psa/2.0.0} and {@code PSA_IOT_PROFILE_1}, in COSE_Sign1 or COSE_Mac0; claims strictly typed and within their lengths; unknown claims kept by number.
 *
 * <p>Not done: writing (a device's root of trust does that).
 */
@NullMarked
package dev.muster.format.attest.psa;

import org.jspecify.annotations.NullMarked;
