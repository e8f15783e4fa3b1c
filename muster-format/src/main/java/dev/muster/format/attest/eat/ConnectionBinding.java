package dev.muster.format.attest.eat;

import dev.muster.format.crypto.HmacSha256;
import java.nio.charset.StandardCharsets;

/**
 * Binds evidence to the TLS connection that it is shown over, after the handshake (never inside it: CVE-2026-33697). Both
 * ends export keying material once the handshake is over (RFC 8446 §7.5, RFC 9266 in kind); evidence is then made for {@code
 * HMAC-SHA-256(exported, label || nonce)} in place of the verifier's nonce, so that it is worth nothing over any other
 * connection. Works for every kind of evidence that takes a nonce of 32 bytes.
 */
public final class ConnectionBinding {
    /** Label of the exporter, with an empty context. Not registered with IANA: both ends are Muster's. */
    public static final String LABEL = "EXPORTER-Muster-Attestation";

    /** Bytes that are exported. */
    public static final int EXPORTED_BYTES = 32;

    /** The request header that brings the verifier's nonce, base64url, beside evidence that is bound. */
    public static final String HEADER = "muster-challenge";

    private static final byte[] CONTEXT = "muster bound evidence\0".getBytes(StandardCharsets.US_ASCII);

    private ConnectionBinding() {}

    /**
     * What evidence is made for.
     *
     * @param exported {@value #EXPORTED_BYTES} bytes, of the connection
     * @param nonce of the verifier
     * @return 32 bytes
     */
    public static byte[] nonce(byte[] exported, byte[] nonce) {
        return HmacSha256.of(exported, CONTEXT, nonce);
    }
}
