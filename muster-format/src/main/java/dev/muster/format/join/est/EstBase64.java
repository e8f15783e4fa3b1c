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

    /** RFC 2045 §6.8: nobody who breaks lines writes longer ones. */
    private static final int LINE_CHARS_MAX = 76;

    private static final String PEM = "-----BEGIN";
    private static final byte DER_SEQUENCE = 0x30;

    private EstBase64() {}

    /**
     * How base64 is laid out. RFC 8951 leaves it open, and each form has readers that do not take the other: strongSwan
     * 5.9 stops at the first line break, {@code openssl base64 -d} drops lines of 1,024 characters and more.
     */
    public enum Form {
        /** One line with a line break at its end. */
        LINE,
        /** Lines of 64 characters. */
        LINES
    }

    /** The form of a body that somebody wrote, so that the answer can have the same. */
    public static Form form(byte[] body) {
        int end = body.length;
        while (end > 0 && (body[end - 1] == '\n' || body[end - 1] == '\r')) {
            end--;
        }
        for (int i = 0; i < end; i++) {
            if (body[i] == '\n') {
                return Form.LINES;
            }
        }
        // A small request fits on one line in both forms; only a long line says that its writer makes them.
        return end > LINE_CHARS_MAX ? Form.LINE : Form.LINES;
    }

    /** @param form how the lines are */
    public static byte[] encode(byte[] bytes, Form form) {
        return form == Form.LINES
                ? encode(bytes)
                : (Base64.getEncoder().encodeToString(bytes) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

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
        mistaken(body);
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

    /** What people send in place of base64, by its own name: a decoder would only say that a character is wrong. */
    private static void mistaken(byte[] body) {
        if (body.length == 0) {
            throw new EstException("the body is empty: nothing came with the request", "base64", 0);
        }
        if (new String(body, 0, Math.min(body.length, PEM.length()), StandardCharsets.US_ASCII).equals(PEM)) {
            throw new EstException("the body is PEM: leave its BEGIN and END lines out", "base64", 0);
        }
        if (body.length > 2 && body[0] == DER_SEQUENCE && body[1] < 0) {
            throw new EstException("the body is DER in binary: encode it in base64", "base64", 0);
        }
    }
}
