package dev.muster.core.ledger;

import dev.muster.format.cbor.RecordCodec;
import java.util.List;

/**
 * Whose statements are taken: a key, or an authority whose certificates are. Itself the payload of a statement; a later
 * one with the same id replaces it.
 *
 * @param id stable name
 * @param kind what {@code material} is
 * @param material COSE_Key or DER certificate
 * @param issuers that this anchor may speak for: exact, or everything that begins so when it ends with {@code *}
 * @param contentTypes media types it may sign; empty: all
 * @param active false: withdrawn from here on
 */
public record TrustAnchor(
        String id, Kind kind, byte[] material, List<String> issuers, List<String> contentTypes, boolean active) {
    /** Content type of a statement that holds a trust anchor. */
    public static final String CONTENT_TYPE = "application/vnd.muster.trust-anchor+cbor";

    /** What the anchor is made of. */
    public enum Kind {
        /** A COSE_Key: statements name it by kid. */
        KEY,
        /** An X.509 certificate: of an authority, or of the signer itself. */
        CERTIFICATE
    }

    public TrustAnchor {
        issuers = List.copyOf(issuers);
        contentTypes = List.copyOf(contentTypes);
        if (id.isEmpty() || issuers.isEmpty()) {
            throw new IllegalArgumentException("a trust anchor has an id and at least one issuer");
        }
    }

    /** Whether it may say this. */
    boolean covers(String issuer, String contentType) {
        return issuers.stream().anyMatch(pattern -> matches(pattern, issuer))
                && (contentTypes.isEmpty() || contentTypes.contains(contentType));
    }

    private static boolean matches(String pattern, String issuer) {
        return pattern.endsWith("*")
                ? issuer.startsWith(pattern.substring(0, pattern.length() - 1))
                : issuer.equals(pattern);
    }

    /** The payload of the statement. */
    public byte[] encode() {
        return RecordCodec.of(TrustAnchor.class).encode(this);
    }

    /** @throws dev.muster.format.MalformedException when the bytes are no trust anchor */
    public static TrustAnchor parse(byte[] bytes) {
        return RecordCodec.of(TrustAnchor.class).decode(bytes);
    }
}
