/**
 * The CoRIM processor: the reference verifier of draft-ietf-rats-corim-11 §9, phases 2 to 4, over tags that were accepted
 * already (phase 1 is {@link dev.muster.core.attestation.References} and {@link
 * dev.muster.core.attestation.ReferenceSet}).
 *
 * <p>Where the draft leaves something open it is decided so: relations are put in topological order, and what depends on
 * itself is repeated until nothing is added; a series adds once; the authority that a condition of a conditional
 * endorsement names is asked for, which the draft's transformation drops; a trust dependency needs one membership claim of
 * its domain that has every trustee, which its pseudocode means and does not say; a key is verified when it can be read,
 * and, when a certificate, is valid at the time of the appraisal and may sign.
 *
 * <p>Pure, and without state: the same evidence, tags and time give the same claims.
 */
@NullMarked
package dev.muster.core.attestation.corim;

import org.jspecify.annotations.NullMarked;
