package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMapBuilder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/**
 * A message whose payload is the hash of something larger (RFC 9995).
 *
 * @param algorithm number of the hash in the COSE registry
 * @param digest the payload
 * @param contentType of what was hashed: media type, or CoAP content-format number
 * @param location where what was hashed may be found; never fetched here
 */
public record HashEnvelope(long algorithm, byte[] digest, Optional<Cbor> contentType, Optional<String> location) {
    private static final long SHA_256 = -16;
    private static final long SHA_384 = -43;
    private static final long SHA_512 = -44;

    /** The envelope in a message's headers; empty when it is an ordinary message. Say after the signature was checked. */
    public static Optional<HashEnvelope> in(CoseSign1 message, Optional<byte[]> detached) {
        CoseHeaders headers = message.headers();
        for (long label : List.of(
                HeaderLabel.PAYLOAD_HASH_ALG, HeaderLabel.PREIMAGE_CONTENT_TYPE, HeaderLabel.PAYLOAD_LOCATION)) {
            if (headers.unprotected().has(label)) {
                throw fault("label " + label + " is unprotected");
            }
        }
        Optional<Cbor> algorithm = headers.signed(HeaderLabel.PAYLOAD_HASH_ALG);
        if (algorithm.isEmpty()) {
            return Optional.empty();
        }
        if (headers.any(HeaderLabel.CONTENT_TYPE).isPresent()) {
            throw fault("content type beside a payload hash algorithm");
        }
        byte[] digest = message.payload().or(() -> detached).orElseThrow(() -> fault("no payload"));
        long id = algorithm.get().asLong();
        int length = length(id);
        if (length > 0 && digest.length != length) {
            throw fault("payload of " + digest.length + " bytes is not a hash of " + length);
        }
        return Optional.of(new HashEnvelope(
                id,
                digest,
                headers.signed(HeaderLabel.PREIMAGE_CONTENT_TYPE),
                headers.signed(HeaderLabel.PAYLOAD_LOCATION).map(Cbor::asText)));
    }

    /** The SHA-256 envelope of some content. */
    public static HashEnvelope of(byte[] content, String contentType, Optional<String> location) {
        return new HashEnvelope(
                SHA_256, dev.muster.format.crypto.Sha256.of(content), Optional.of(Cbor.of(contentType)), location);
    }

    /** A message to be signed: protected headers and payload are set. */
    public Sign1Builder builder() {
        CborMapBuilder headers = Cbor.map().put(HeaderLabel.PAYLOAD_HASH_ALG, algorithm);
        contentType.ifPresent(type -> headers.put(HeaderLabel.PREIMAGE_CONTENT_TYPE, type));
        location.ifPresent(where -> headers.put(HeaderLabel.PAYLOAD_LOCATION, where));
        return Sign1Builder.create().protect(headers.build()).payload(digest);
    }

    /** True when this is the hash of that content; false also for a hash that is not known here. */
    public boolean matches(byte[] content) {
        String name = switch (Math.clamp(algorithm, Integer.MIN_VALUE, 0)) {
            case (int) SHA_256 -> "SHA-256";
            case (int) SHA_384 -> "SHA-384";
            case (int) SHA_512 -> "SHA-512";
            default -> "";
        };
        try {
            return !name.isEmpty()
                    && MessageDigest.isEqual(MessageDigest.getInstance(name).digest(content), digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no " + name, e);
        }
    }

    private static int length(long algorithm) {
        return switch (Math.clamp(algorithm, Integer.MIN_VALUE, 0)) {
            case (int) SHA_256 -> 32;
            case (int) SHA_384 -> 48;
            case (int) SHA_512 -> 64;
            default -> 0;
        };
    }

    private static CoseException fault(String reason) {
        return new CoseException(reason, "/headers", -1);
    }
}
