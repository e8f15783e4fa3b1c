package dev.muster.format.join.voucher;

import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.SignedMessage;
import dev.muster.format.join.x509.X509Exception;
import dev.muster.format.json.JsonCursor;
import dev.muster.format.json.JsonException;
import dev.muster.format.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** What vouchers and requests have in common: JSON of one container, in a CMS message. */
final class VoucherText {
    /** id-ct-animaJSONVoucher (RFC 8366 §8.3). */
    static final String ANIMA_JSON = "1.2.840.113549.1.9.16.1.40";

    /** What openssl writes, and what the published examples have. */
    private static final String DATA = "1.2.840.113549.1.7.1";

    /** X.520 bounds a serialNumber at 64; a maker's number in a factory certificate is no longer. */
    private static final int SERIAL_CHARS_MAX = 64;

    private static final int NONCE_BYTES_MIN = 8;
    private static final int NONCE_BYTES_MAX = 32;
    private static final String PEM = "-----BEGIN CMS-----";
    private static final String PEM_END = "-----END CMS-----";

    private final JsonCursor at;
    private final String what;

    private VoucherText(JsonCursor at, String what) {
        this.at = at;
        this.what = what;
    }

    /** DER, BER or the PEM that {@code openssl cms} writes. */
    static SignedMessage message(byte[] bytes, String what) {
        try {
            return SignedMessage.parse(binary(bytes, what), what);
        } catch (X509Exception e) {
            throw new VoucherException(e.reason(), e.path(), e);
        }
    }

    private static byte[] binary(byte[] bytes, String what) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1).strip();
        if (!text.startsWith(PEM)) {
            return bytes;
        }
        try {
            return Base64.getMimeDecoder().decode(text.substring(PEM.length()).replace(PEM_END, ""));
        } catch (IllegalArgumentException e) {
            throw new VoucherException("not base64", what, e);
        }
    }

    /**
     * The container.
     *
     * @param name of it, such as {@code ietf-voucher:voucher}
     * @param known members; RFC 8366 §5.3 has no others, and one that is passed over could be one that limits
     */
    static VoucherText of(SignedMessage message, String what, String name, Set<String> known) {
        if (!message.contentType().equals(ANIMA_JSON) && !message.contentType().equals(DATA)) {
            throw new VoucherException("the content is of the type " + message.contentType(), what + ".contentType");
        }
        try {
            JsonCursor container =
                    JsonCursor.of(JsonReader.read(message.content())).member(name);
            for (String member : container.names()) {
                if (!known.contains(member)) {
                    throw new VoucherException("\"" + member + "\" is not known", what + "/" + member);
                }
            }
            return new VoucherText(container, what);
        } catch (JsonException e) {
            throw new VoucherException(e.reason(), what + e.path(), e);
        }
    }

    String text(String member) {
        return find(member).orElseThrow(() -> new VoucherException("is missing", what + "/" + member));
    }

    Optional<String> find(String member) {
        try {
            return at.find(member).map(JsonCursor::text);
        } catch (JsonException e) {
            throw new VoucherException(e.reason(), what + "/" + member, e);
        }
    }

    String serial() {
        String serial = text("serial-number");
        if (serial.isEmpty() || serial.length() > SERIAL_CHARS_MAX) {
            throw new VoucherException("1 to " + SERIAL_CHARS_MAX + " characters", what + "/serial-number");
        }
        return serial;
    }

    Optional<Instant> time(String member) {
        return find(member).map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                throw new VoucherException("not a date and time (RFC 3339)", what + "/" + member, e);
            }
        });
    }

    /** Base64 of YANG's JSON (RFC 7951 §6.6); published examples have the alphabet for URLs and no padding. */
    Optional<byte[]> binary(String member) {
        return find(member).map(text -> {
            try {
                return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
            } catch (IllegalArgumentException e) {
                throw new VoucherException("not base64", what + "/" + member, e);
            }
        });
    }

    Optional<byte[]> nonce() {
        Optional<byte[]> nonce = binary("nonce");
        nonce.filter(bytes -> bytes.length < NONCE_BYTES_MIN || bytes.length > NONCE_BYTES_MAX)
                .ifPresent(bytes -> {
                    throw new VoucherException(
                            NONCE_BYTES_MIN + " to " + NONCE_BYTES_MAX + " bytes, not " + bytes.length,
                            what + "/nonce");
                });
        return nonce;
    }

    Optional<X509Certificate> certificate(String member) {
        return binary(member).map(der -> {
            try {
                return CertificateReader.parse(der);
            } catch (X509Exception e) {
                throw new VoucherException(e.reason(), what + "/" + member, e);
            }
        });
    }
}
