package dev.muster.format.audit.scitt;

import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborInteger;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.CborText;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.crypto.Sha256;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A signed statement (RFC 9943 §4): an issuer says something about a subject. Read, not yet verified.
 *
 * @param bytes as received
 * @param leafData the same bytes with an empty unprotected header: what is logged
 * @param message the COSE_Sign1
 * @param issuer CWT claim 1, protected
 * @param subject CWT claim 2, protected
 * @param hashEnvelope present when the payload is a hash (RFC 9995)
 */
public record SignedStatement(
        byte[] bytes,
        byte[] leafData,
        CoseSign1 message,
        String issuer,
        String subject,
        Optional<HashEnvelope> hashEnvelope) {
    /** Bytes of the longest entry of a tlog-tiles bundle, whose length field has 16 bits. Larger things: hash envelope. */
    public static final int MAX_LEAF_BYTES = 65_535;
    /** RFC 9943: an issuer has 1 to 8192 characters. */
    public static final int MAX_ISSUER_LENGTH = 8192;
    /** What the register can index on every database. */
    public static final int MAX_SUBJECT_LENGTH = 1024;

    private static final byte EMPTY_MAP = (byte) 0xa0;
    private static final int UNPROTECTED = 1;

    /**
     * Reads a statement; receipts in its unprotected header are allowed and ignored.
     *
     * @throws dev.muster.format.MalformedException when the bytes are not a tagged COSE_Sign1 with both CWT claims and an
     *     identity in the protected header
     */
    public static SignedStatement parse(byte[] bytes) {
        Cbor item = Cbor.parse(bytes);
        if (!(item instanceof CborTag tag)) {
            throw new ScittException("a statement is a COSE_Sign1 with tag 18", "/");
        }
        CborArray array = tag.content(CoseSign1.TAG).asArray().ofSize(4);
        CoseSign1 message = CoseSign1.read(item, CoseProfile.STRICT);
        CborMap claims = message.cwtClaims().orElseThrow(() -> new ScittException("no CWT claims", "/protected/15"));
        String issuer = text(claims, CodePoints.ISS, MAX_ISSUER_LENGTH, "/protected/15/1");
        String subject = text(claims, CodePoints.SUB, MAX_SUBJECT_LENGTH, "/protected/15/2");
        identity(message, issuer);
        return new SignedStatement(
                bytes.clone(), spliced(bytes, array.get(UNPROTECTED)), message, issuer, subject, envelope(message));
    }

    /** The hash of the leaf in the statement log: SHA-256(0x00 || leaf data). */
    public byte[] leafHash() {
        return MerkleHash.leaf(leafData);
    }

    /** SHA-256 over the leaf data: names the statement, whatever its unprotected header. */
    public byte[] digest() {
        return Sha256.of(leafData);
    }

    /** The media type of the payload, or of what was hashed; empty when the statement does not say. */
    public String contentType() {
        return hashEnvelope
                .flatMap(HashEnvelope::preimageContentType)
                .or(() -> message.contentType().map(SignedStatement::mediaType))
                .orElse("");
    }

    /** Key identifier in the protected header. */
    public Optional<byte[]> kid() {
        return message.headers().signed(HeaderLabel.KID).map(Cbor::asBytes);
    }

    /** Whether the certificate of the issuer is bound by the signature (x5t or x5chain protected). */
    public boolean bindsCertificate() {
        return message.headers().signed(HeaderLabel.X5T).isPresent()
                || message.headers().signed(HeaderLabel.X5CHAIN).isPresent();
    }

    /** Cuts the unprotected header out and puts an empty map in; every other byte stays. */
    private static byte[] spliced(byte[] bytes, Cbor unprotected) {
        int from = unprotected.offset();
        int to = from + unprotected.length();
        byte[] leaf = new byte[bytes.length - unprotected.length() + 1];
        System.arraycopy(bytes, 0, leaf, 0, from);
        leaf[from] = EMPTY_MAP;
        System.arraycopy(bytes, to, leaf, from + 1, bytes.length - to);
        return leaf;
    }

    private static void identity(CoseSign1 message, String issuer) {
        boolean x509 = message.headers().signed(HeaderLabel.X5T).isPresent()
                || message.headers().signed(HeaderLabel.X5CHAIN).isPresent();
        if (!x509) {
            message.headers()
                    .signed(HeaderLabel.KID)
                    .orElseThrow(() -> new ScittException("neither kid, x5t nor x5chain is protected", "/protected"))
                    .asBytes();
            return;
        }
        try {
            if (new URI(issuer).getScheme() != null) {
                return;
            }
        } catch (URISyntaxException notUri) {
            throw new ScittException(
                    "with x5t or x5chain the issuer is a URI: " + notUri.getReason(), "/protected/15/1");
        }
        throw new ScittException("with x5t or x5chain the issuer is a URI", "/protected/15/1");
    }

    private static Optional<HashEnvelope> envelope(CoseSign1 message) {
        Optional<Cbor> algorithm = message.headers().signed(HeaderLabel.PAYLOAD_HASH_ALG);
        if (message.unprotected().has(HeaderLabel.PAYLOAD_HASH_ALG)
                || message.unprotected().has(HeaderLabel.PREIMAGE_CONTENT_TYPE)) {
            throw new ScittException("the labels of a hash envelope are protected", "/unprotected");
        }
        if (algorithm.isEmpty()) {
            return Optional.empty();
        }
        if (message.contentType().isPresent()) {
            throw new ScittException(
                    "a hash envelope has no content type (3) but that of its preimage (259)", "/protected/3");
        }
        long alg = algorithm.get().asLong();
        if (alg == HashEnvelope.SHA_256
                && message.payload().isPresent()
                && message.payload().get().length != Sha256.LENGTH) {
            throw new ScittException("a SHA-256 hash envelope holds 32 bytes", "/payload");
        }
        return Optional.of(new HashEnvelope(
                alg,
                message.headers().signed(HeaderLabel.PREIMAGE_CONTENT_TYPE).map(SignedStatement::mediaType),
                message.headers().signed(HeaderLabel.PAYLOAD_LOCATION).map(Cbor::asText)));
    }

    private static String mediaType(Cbor value) {
        return switch (value) {
            case CborText text -> text.asText();
            case CborInteger number -> Long.toString(number.asLong());
            default -> throw new ScittException("a content type is text or a number", "/protected");
        };
    }

    private static String text(CborMap claims, long claim, int most, String path) {
        String value = claims.get(claim)
                .orElseThrow(() -> new ScittException("a CWT claim is missing", path))
                .asText();
        if (value.isEmpty() || value.length() > most || value.chars().anyMatch(Character::isISOControl)) {
            throw new ScittException("a CWT claim has 1 to " + most + " characters, no control characters", path);
        }
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedStatement that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
