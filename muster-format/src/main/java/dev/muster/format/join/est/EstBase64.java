package dev.muster.format.join.est;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * The base64 of EST bodies: RFC 4648 §4, with or without line breaks, whatever a Content-Transfer-Encoding header says
 * (RFC 8951 §3.1).
 */
public final class EstBase64 {

    private static final int LINE_CHARS = 64;

    private EstBase64() {}

    /** Lines of 64 characters: older OpenSSL decoders, libest's among them, do not take longer ones. */
    public static byte[] encode(byte[] bytes) {
        return (Base64.getMimeEncoder(LINE_CHARS, new byte[] {'\n'}).encodeToString(bytes) + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Decodes a body. White space may stand anywhere; padding must be right; no other character may occur.
     *
     * @param maxBytes the most bytes the result may have
     * @throws EstException when it is not base64 or too long
     */
    public static byte[] decode(byte[] body, int maxBytes) {
        byte[] dense = new byte[body.length];
        int length = 0;
        for (byte b : body) {
            if (b != '\r' && b != '\n' && b != ' ' && b != '\t') {
                dense[length++] = b;
            }
        }
        if (length > (maxBytes + 2L) / 3 * 4) {
            throw new EstException("more than " + maxBytes + " bytes", "base64", -1);
        }
        if (length == 0 || length % 4 != 0) {
            throw new EstException("not a whole number of base64 groups", "base64", body.length);
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(Arrays.copyOf(dense, length));
            if (bytes.length > maxBytes) {
                throw new EstException("more than " + maxBytes + " bytes", "base64", -1);
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw new EstException("not base64", "base64", e);
        }
    }
}
