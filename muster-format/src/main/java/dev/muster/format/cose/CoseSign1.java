package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.CborWriter;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * COSE_Sign1: one signer (RFC 9052 §4.2).
 *
 * @param headers both header maps
 * @param payload the signed content; empty when it travels separately (detached)
 * @param signature the raw signature
 */
public record CoseSign1(CoseHeaders headers, Optional<byte[]> payload, byte[] signature) implements CoseMessage {
    /** The CBOR tag. */
    public static final long TAG = 18;

    /** Parses a message in the {@link CoseProfile#STRICT} profile, tagged or not. */
    public static CoseSign1 parse(byte[] bytes) {
        return parse(bytes, CoseProfile.STRICT);
    }

    /** Parses a message, tagged or not. */
    public static CoseSign1 parse(byte[] bytes, CoseProfile profile) {
        return read(Cbor.parse(bytes, profile.cbor(), CborLimits.DEFAULT), profile);
    }

    /** Reads a message from an item, tagged or not. */
    public static CoseSign1 read(Cbor item, CoseProfile profile) {
        CborArray array = (item instanceof CborTag tag ? tag.content(TAG) : item)
                .asArray()
                .ofSize(4);
        Cbor payload = array.get(2);
        return new CoseSign1(
                CoseHeaders.read(array, profile),
                payload.isNull() ? Optional.empty() : Optional.of(payload.asBytes()),
                array.get(3).asBytes());
    }

    /** Signs a payload; {@code alg} and, when the signer has one, {@code kid} are put into the protected header. */
    public static CoseSign1 sign(CborMap protectedMap, byte[] payload, CoseSigner signer) {
        return Sign1Builder.create().protect(protectedMap).payload(payload).sign(signer);
    }

    /** The message, tagged, with the protected bytes as received. */
    @Override
    public byte[] encode() {
        return encode(true);
    }

    /** The message, with or without its tag. */
    public byte[] encode(boolean tagged) {
        CborWriter out = CborWriter.withCapacity(headers.protectedBytes().length
                + headers.unprotected().length()
                + signature.length
                + payload.map(content -> content.length).orElse(0)
                + 24);
        if (tagged) {
            out.tag(TAG);
        }
        out.array(4).bytes(headers.protectedBytes()).item(headers.unprotected());
        payload.ifPresentOrElse(out::bytes, out::nil);
        return out.bytes(signature).toByteArray();
    }

    /** The same message with another unprotected header; the signature still holds. */
    public CoseSign1 withUnprotected(CborMap unprotected) {
        return new CoseSign1(
                new CoseHeaders(headers.protectedBytes(), headers.protectedMap(), unprotected), payload, signature);
    }

    /** The same message without its payload. */
    public CoseSign1 detached() {
        return new CoseSign1(headers, Optional.empty(), signature);
    }

    /** Sig_structure (RFC 9052 §4.4): what the signature covers. */
    public byte[] toBeSigned(byte[] externalAad, byte[] content) {
        return CoseStructure.sign1(headers, externalAad, content);
    }

    /** Content of the protected byte string as received. */
    public byte[] protectedBytes() {
        return headers.protectedBytes();
    }

    /** The unprotected header. */
    public CborMap unprotected() {
        return headers.unprotected();
    }

    /** The algorithm in the protected header, when it is a known one. */
    public Optional<CoseAlgorithm> alg() {
        return headers.alg().flatMap(CoseAlgorithm::of);
    }

    /** The key identifier. */
    public Optional<byte[]> kid() {
        return headers.kid();
    }

    /** The certificate chain, end-entity first. */
    public List<X509Certificate> x5chain() {
        return headers.x5chain();
    }

    /** The content type. */
    public Optional<Cbor> contentType() {
        return headers.contentType();
    }

    /** CWT claims in the protected header. */
    public Optional<CborMap> cwtClaims() {
        return headers.cwtClaims();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CoseSign1 that && Arrays.equals(encode(), that.encode());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(signature);
    }
}
