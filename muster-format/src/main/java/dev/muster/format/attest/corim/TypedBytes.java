package dev.muster.format.attest.corim;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.crypto.Pem;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A value that is compared byte by byte: the CBOR tag that says what it is, and the deterministic CBOR of the tagged
 * item. Class ids (37 UUID, 111 OID, 560 bytes), instance and group ids (also 550 UEID and the key tags) and keys
 * (554..562) are of this shape.
 * The content is the end of what is encoded, and is kept once: a set of ten million ids is mostly these.
 */
public final class TypedBytes {
    private final long tag;
    private final byte[] encoded;
    private final int from;

    /**
     * @param tag the CBOR tag
     * @param encoded the whole item, tag included
     * @param content the byte string inside, or the UTF-8 of the text inside, or the encoded item inside
     * @throws IllegalArgumentException when the content is not what the encoded item ends with
     */
    public TypedBytes(long tag, byte[] encoded, byte[] content) {
        this.tag = tag;
        this.encoded = encoded.clone();
        this.from = encoded.length - content.length;
        if (from < 0 || !Arrays.equals(encoded, from, encoded.length, content, 0, content.length)) {
            throw new IllegalArgumentException("a typed value ends with its content");
        }
    }

    public long tag() {
        return tag;
    }

    /** Tagged bytes (560): an id without a prescribed form. */
    public static TypedBytes bytes(byte[] content) {
        return of(CodePoints.TAG_BYTES, content);
    }

    /** A tagged UEID (550). */
    public static TypedBytes ueid(byte[] content) {
        return of(CodePoints.TAG_UEID, content);
    }

    /** A UUID (37) of 16 bytes. */
    public static TypedBytes uuid(byte[] content) {
        return of(CodePoints.TAG_UUID, content);
    }

    private static TypedBytes of(long tag, byte[] content) {
        return EnvironmentReader.typed(Cbor.tag(tag, Cbor.of(content)));
    }

    /** A public key as PEM of its SubjectPublicKeyInfo (554). */
    public static TypedBytes key(PublicKey key) {
        return key(key.getEncoded());
    }

    /** The same of the encoded SubjectPublicKeyInfo. */
    public static TypedBytes key(byte[] encoded) {
        return EnvironmentReader.typed(
                Cbor.tag(CodePoints.TAG_PKIX_KEY, Cbor.of(new Pem("PUBLIC KEY", encoded).encode())));
    }

    /** The whole item, tag included. */
    public byte[] encoded() {
        return encoded.clone();
    }

    /** The byte string inside, or the UTF-8 of the text inside, or the encoded item inside. */
    public byte[] content() {
        return Arrays.copyOfRange(encoded, from, encoded.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TypedBytes that && tag == that.tag && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return tag + "(" + HexFormat.of().formatHex(encoded, from, encoded.length) + ")";
    }
}
