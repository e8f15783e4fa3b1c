/**
 * CBOR: RFC 8949 (STD 94), whole, with the exact bytes of every item kept.
 *
 * <p>{@link dev.muster.format.cbor.CborReader} pulls, {@link dev.muster.format.cbor.Cbor} is an immutable tree over the
 * input, {@link dev.muster.format.cbor.CborWriter} writes the shortest form, {@link dev.muster.format.cbor.Diagnostic}
 * prints and parses diagnostic notation, {@link dev.muster.format.cbor.RecordCodec} maps Java records. Input is checked
 * completely, once, before anything is handed out: well-formedness, UTF-8, duplicate keys and whatever the
 * {@link dev.muster.format.cbor.CborProfile} asks for.
 *
 * <p>Tags 0 to 5, 24, 32 to 34, 36, 37, 100 and 1004 (RFC 8949 §3.4, RFC 8943) hold what they must from the strict
 * profile on; what other tags hold is for the reader of the format.
 *
 * <p>Not done: streaming input (an item is in memory or it is refused).
 */
@NullMarked
package dev.muster.format.cbor;

import org.jspecify.annotations.NullMarked;
