/**
 * CoRIM: concise reference integrity manifests, draft-ietf-rats-corim-11: what makers say their devices should be.
 *
 * <p>Read: unsigned (tag 501) and signed (COSE_Sign1 with content type {@code application/rim+cbor} and corim-meta or
 * CWT claims) manifests; in them CoMID (506) with reference, endorsed and CoSWID triples, CoSWID (505) and CoTL (508).
 * Written: unsigned and signed manifests with reference and CoSWID triples.
 *
 * <p>Old forms are read and reported in {@link dev.muster.format.attest.corim.Corim#tolerated()}: no tag 501, the wrappers 500
 * and 502, a mask beside a raw value, a digest algorithm by COSE number. They are never written.
 *
 * <p>Not done: the hash envelope of RFC 9995 is recognised and refused; identity, attest-key, dependency, membership and
 * both conditional endorsement triples are kept as bytes and counted, not interpreted; CoTS (507) is kept as bytes.
 */
@NullMarked
package dev.muster.format.attest.corim;

import org.jspecify.annotations.NullMarked;
