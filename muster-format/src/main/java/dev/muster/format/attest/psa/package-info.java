/**
 * The PSA attestation token (RFC 9783): what an Arm PSA root of trust says about itself and what it booted.
 *
 * <p>Read: profile {@code tag:psacertified.org,2023:psa#tfm}, and the older {@code http://arm.com/psa/2.0.0} and
 * {@code PSA_IOT_PROFILE_1}; claims strictly typed and within their lengths; unknown claims kept by number.
 *
 * <p>Not done: writing (a device's root of trust does that), COSE_Mac0 verification (a shared key with every device is
 * no anchor for a fleet), the {@code #legacy} profile of RFC 9783 §4.4.
 */
@NullMarked
package dev.muster.format.attest.psa;

import org.jspecify.annotations.NullMarked;
