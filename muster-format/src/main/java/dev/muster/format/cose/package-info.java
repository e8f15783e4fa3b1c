/**
 * COSE: RFC 9052 and RFC 9053 (STD 96).
 *
 * <p>Messages keep the received bytes: signatures are checked over them, never over a re-encoding. {@link
 * dev.muster.format.cose.CoseProfile#STRICT} is what Muster uses, {@link dev.muster.format.cose.CoseProfile#GENERIC}
 * what the RFC allows. Malformed bytes throw {@link dev.muster.format.cose.CoseException} or {@link
 * dev.muster.format.cbor.CborException}; a readable message that is not accepted is a {@link
 * dev.muster.format.cose.Verdict} with a stable reason.
 */
@NullMarked
package dev.muster.format.cose;

import org.jspecify.annotations.NullMarked;
