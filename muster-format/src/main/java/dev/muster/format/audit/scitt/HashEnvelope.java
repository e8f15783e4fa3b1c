package dev.muster.format.audit.scitt;

import java.util.Optional;

/**
 * A payload that is only the hash of something larger (RFC 9995).
 *
 * @param hashAlgorithm COSE number of the hash, -16 is SHA-256
 * @param preimageContentType media type of what was hashed; a CoAP number as text when it was given as one
 * @param location where it may be fetched
 */
public record HashEnvelope(long hashAlgorithm, Optional<String> preimageContentType, Optional<String> location) {
    /** COSE algorithm number of SHA-256 (RFC 9054). */
    public static final long SHA_256 = -16;
}
