/**
 * EAR: EAT attestation results, draft-ietf-rats-ear-04, with the trustworthiness vector of draft-ietf-rats-ar4si-10:
 * what a verifier concluded, signed.
 *
 * <p>Written: profile {@code tag:ietf.org,2026:rats/ear#04} as a CWT in COSE_Sign1. Read: -04 and -03 ({@code #03},
 * where raw evidence is bytes rather than a CMW record); the code points 1005, 1006 and 1007 that -04 adds are kept.
 *
 * <p>In JSON the claims are read and written, and signed as a JWT under ES256.
 *
 * <p>Not done: verifying a JWT, the legacy Veraison 2023 and Trustee 2024 profiles, and the extension maps of
 * TEEP (65000) and Veraison (-70000..-70002), which are kept as bytes.
 */
@NullMarked
package dev.muster.format.attest.ear;

import org.jspecify.annotations.NullMarked;
