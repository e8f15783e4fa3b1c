/**
 * CoRIM: concise reference integrity manifests, draft-ietf-rats-corim-11: what makers say their devices should be.
 *
 * <p>Read: unsigned (tag 501) and signed (COSE_Sign1 with content type {@code application/rim+cbor} and corim-meta or
 * CWT claims) manifests; in them CoMID (506) with every kind of triple of the draft, CoSWID (505) and CoTL (508). Integers
 * are read over their whole range. Written: the same.
 *
 * <p>{@link dev.muster.format.attest.corim.Profiles} knows the profiles that are understood and what each asks for; who
 * processes a manifest asks it, and rejects the whole when the profile is unknown or broken (§4.1.4).
 *
 * <p>Old forms are read and reported in {@link dev.muster.format.attest.corim.Corim#tolerated()}: no tag 501, the wrappers 500
 * and 502, a mask beside a raw value, a digest algorithm by COSE number, class ids with the tags 551 and 600, a measurement
 * that is not in a list, a series whose common condition is an environment. They are never written.
 *
 * <p>Not done: the hash envelope of RFC 9995 is recognised and refused; domains that older drafts name by a number or a
 * text are kept as bytes; CoTS (507) is kept as bytes; Intel's expressions (tags 60010, 60020, 60021) are kept and never
 * met.
 */
@NullMarked
package dev.muster.format.attest.corim;

import org.jspecify.annotations.NullMarked;
