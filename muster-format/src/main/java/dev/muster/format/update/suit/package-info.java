/**
 * SUIT manifests: draft-ietf-suit-manifest-37 (2026-06-18) and reports: draft-ietf-suit-report-18. Every number is in
 * {@link dev.muster.format.update.suit.CodePoints}.
 *
 * <p>{@link dev.muster.format.update.suit.Envelope} reads the outside; {@link dev.muster.format.update.suit.EnvelopeVerifier} checks the
 * signature over the received bytes; only then {@link dev.muster.format.update.suit.Manifest} looks inside; and
 * {@link dev.muster.format.update.suit.Processor} runs it against a {@link dev.muster.format.update.suit.Device}. Digests of a manifest
 * and of severed members cover the byte string <em>with</em> its CBOR header; the detached COSE payload is the
 * <em>content</em> of the first member of the authentication wrapper.
 *
 * <p>Signatures: COSE_Sign1 with ES256 (the examples of the draft) and ESP256 (what we write). A bare manifest (tag 1070)
 * and an envelope without tag 107 are refused.
 *
 * <p>Read, but refused by the processor with a reason: dependencies, uninstall, unlink, manifest component ids
 * (trust-domains); encryption-info (firmware-encryption); use-before, wait, version and the other additions of
 * update-management; vendor ids as enterprise numbers (tag 112). Read, but never verified: COSE_Sign, COSE_Mac0, COSE_Mac.
 *
 * <p>Of the libcsuit test files and the extension drafts' examples: 0 to 5 run; S0, S2, S3, ED (trust-domains), AF, AFS,
 * AW, EW (encryption) parse and are refused; I has no tag 107 and is malformed here.
 *
 * <p>Not done: multiple trust domains, encryption, update management, delta, capability reports, system property claims in
 * reports (skipped on reading).
 */
@NullMarked
package dev.muster.format.update.suit;

import org.jspecify.annotations.NullMarked;
