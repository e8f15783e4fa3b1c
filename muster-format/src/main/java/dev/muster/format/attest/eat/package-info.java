/**
 * EAT: entity attestation tokens (RFC 9711) as CBOR: claims sets, CWT tokens, detached bundles, measured components
 * (draft-ietf-rats-eat-measured-component), and {@link dev.muster.format.attest.eat.SlotClaims}, the profile of Muster's Linux
 * agent.
 *
 * <p>Claims are strictly typed; a claim that is not known is ignored, as RFC 9711 §4 asks, and its number reported.
 *
 * <p>Not done: the JSON serialization, COSE_Mac0 and encrypted tokens, nested tokens inside submodules are kept as bytes
 * and not verified.
 */
@NullMarked
package dev.muster.format.attest.eat;

import org.jspecify.annotations.NullMarked;
