/**
 * Attestation: is a device running what its maker says it should? RATS roles of RFC 9334: evidence comes in as EAT (RFC
 * 9711), reference values as CoRIM (draft-ietf-rats-corim-11), the result goes out as EAR (draft-ietf-rats-ear-04).
 *
 * <p>{@link dev.muster.core.attestation.Appraiser} is a pure function of evidence, reference set and time, so that an
 * appraisal can be repeated bit by bit for any past second. Reference values are found by environment and digest, never
 * by a scan. What has no reference value is never affirmed; what was not looked at is named.
 *
 * <p>Every appraisal is an entry for now, with the evidence in it. Challenges are not entries: a nonce is signed, bound
 * to a device and short-lived, so that asking for one costs no write and survives a restart; what is kept is which
 * nonces were used.
 *
 * <p>Evidence is read by a {@link dev.muster.core.attestation.Scheme} each; strength is a {@link
 * dev.muster.core.attestation.Proof} that a scheme concludes from what it verified.
 *
 * <p>Reference values have a {@link dev.muster.core.attestation.Life} beside what their maker says of their validity;
 * rollouts move it ({@link dev.muster.core.attestation.Lives}).
 */
@NullMarked
package dev.muster.core.attestation;

import org.jspecify.annotations.NullMarked;
