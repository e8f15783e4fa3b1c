/**
 * SUIT manifests: draft-ietf-suit-manifest-37 (2026-06-18) and reports: draft-ietf-suit-report-23, read leniently. Every number is in
 * {@link dev.muster.format.update.suit.CodePoints} and the tables of the extension drafts beside it.
 *
 * <p>{@link dev.muster.format.update.suit.Envelope} reads the outside; {@link dev.muster.format.update.suit.EnvelopeVerifier} checks the
 * signature over the received bytes; only then {@link dev.muster.format.update.suit.Manifest} looks inside; and
 * {@link dev.muster.format.update.suit.Processor} runs it against a {@link dev.muster.format.update.suit.Device}. Digests of a manifest
 * and of severed members cover the byte string <em>with</em> its CBOR header; the detached COSE payload is the
 * <em>content</em> of the first member of the authentication wrapper.
 *
 * <p>Signatures: COSE_Sign1 and COSE_Sign with ES256 (the examples of the draft), ESP256 (what we write), larger curves,
 * Ed25519, ML-DSA and HSS/LMS; COSE_Mac0 with a key that the device shares. An envelope without tag 107 is read (TEEP carries
 * it so); a bare manifest (tag 1070), COSE_Mac and delegation chains are refused.
 *
 * <p>Of draft-ietf-suit-trust-domains-12: dependencies, also integrated and nested, in step with their dependents;
 * process-dependency, dependency-integrity, is-dependency, set-parameters, unlink; uninstall. A dependency whose digest an
 * image-match checked counts as checked, too: drafts' examples do so; its signature is checked whenever it is processed.
 * Of draft-ietf-suit-update-management-14: use-before, image-not-match, minimum-battery, update-authorized, version, wait,
 * override-multiple, copy-params, set-version; component metadata is read and handed to nobody. Of
 * draft-ietf-suit-firmware-encryption-26: AES-KW and ECDH-ES with A128KW, AES-CTR, AES-GCM, ChaCha20-Poly1305
 * ({@link dev.muster.format.update.suit.PayloadCipher}). A device says which of these it does; a manifest with any other is
 * refused before its first command runs.
 *
 * <p>Where drafts leave it open: a condition that fails within run-sequence fails the sequence around it, so a try-each
 * further out takes its next way; a condition without its parameter does not hold; commands are always run in order.
 *
 * <p>Not done: delegation, suit-mud, capability reports, system property claims in reports (skipped on reading), access
 * control by command and parameter.
 */
@NullMarked
package dev.muster.format.update.suit;

import org.jspecify.annotations.NullMarked;
