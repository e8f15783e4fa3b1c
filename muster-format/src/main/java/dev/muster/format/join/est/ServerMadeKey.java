package dev.muster.format.join.est;

import dev.muster.format.join.est.EstBase64.Form;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The answer to serverkeygen: a private key and its certificate in two parts (RFC 7030 §4.4.2, RFC 2046 §5.1). The key is
 * protected by the TLS connection alone.
 *
 * @param pkcs8 the key, unencrypted PKCS #8
 * @param certificate the certs-only message
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ServerMadeKey(byte[] pkcs8, byte[] certificate) {
    /** Base64 has no hyphens, so no part can contain it. */
    private static final String BOUNDARY = "muster-est-boundary";

    /** The media type with its boundary. */
    public static final String MEDIA_TYPE = "multipart/mixed; boundary=" + BOUNDARY;

    /** @param form how the base64 of both parts is laid out */
    public byte[] encode(Form form) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        part(out, "application/pkcs8", EstBase64.encode(pkcs8, form));
        part(out, EstMessage.CERTS_ONLY, EstBase64.encode(certificate, form));
        ascii(out, "--" + BOUNDARY + "--\r\n");
        return out.toByteArray();
    }

    private static void part(ByteArrayOutputStream out, String type, byte[] base64) {
        ascii(out, "--" + BOUNDARY + "\r\nContent-Type: " + type + "\r\nContent-Transfer-Encoding: base64\r\n\r\n");
        out.writeBytes(base64);
        ascii(out, "\r\n");
    }

    private static void ascii(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
