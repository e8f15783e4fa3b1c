/**
 * CMW: the conceptual message wrapper of RATS (RFC 9999): one item of evidence, endorsement or result with its media
 * type or CoAP content format, or a collection of them.
 *
 * <p>In CBOR record, tag and collection are read, in JSON record and collection. Not done: writing JSON, signed CMW, the
 * X.509 extension.
 */
@NullMarked
package dev.muster.format.attest.cmw;

import org.jspecify.annotations.NullMarked;
