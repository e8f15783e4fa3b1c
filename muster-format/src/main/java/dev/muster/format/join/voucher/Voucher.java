package dev.muster.format.join.voucher;

import dev.muster.format.join.x509.SignedMessage;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A voucher (RFC 8366 §5): a maker's service (MASA) says to whom one of its devices belongs. Who signed it, and whether that
 * one speaks for the maker, is for the caller.
 *
 * @param assertion how the service knows: {@code verified}, {@code logged} or {@code proximity}
 * @param expires none when it is good for one exchange, of its nonce, or for ever
 * @param serial the maker's number of the device
 * @param issuerKey identifier of the key that signed the device's factory certificate, when the number alone does not do
 * @param pinned the owner, by a certificate of its
 * @param nonce what the device asked with, when it is for that question alone
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Voucher(
        String assertion,
        Instant created,
        Optional<Instant> expires,
        String serial,
        Optional<byte[]> issuerKey,
        X509Certificate pinned,
        Optional<byte[]> nonce,
        SignedMessage message) {

    /** RFC 8366 §8.3, RFC 8995 §5.5. */
    public static final String MEDIA_TYPE = "application/voucher-cms+json";

    /** The type of what is signed, as we write it. */
    public static final String CONTENT_TYPE = VoucherText.ANIMA_JSON;

    private static final String WHAT = "voucher";
    private static final Set<String> ASSERTIONS = Set.of("verified", "logged", "proximity");
    private static final Set<String> MEMBERS = Set.of(
            "created-on",
            "expires-on",
            "assertion",
            "serial-number",
            "idevid-issuer",
            "pinned-domain-cert",
            "domain-cert-revocation-checks",
            "nonce",
            "last-renewal-date");

    /**
     * Reads a voucher. Checks no signature.
     *
     * @param bytes CMS in DER, BER or PEM
     * @throws VoucherException when it is none, or when it says what excludes each other
     */
    public static Voucher parse(byte[] bytes) {
        SignedMessage message = VoucherText.message(bytes, WHAT);
        VoucherText text = VoucherText.of(message, WHAT, "ietf-voucher:voucher", MEMBERS);
        String assertion = text.text("assertion");
        if (!ASSERTIONS.contains(assertion)) {
            throw new VoucherException("\"" + assertion + "\" is not known", WHAT + "/assertion");
        }
        Optional<Instant> expires = text.time("expires-on");
        Optional<byte[]> nonce = text.nonce();
        if (expires.isPresent() && nonce.isPresent()) {
            throw new VoucherException("is there beside expires-on, which RFC 8366 §5.3 excludes", WHAT + "/nonce");
        }
        Instant created =
                text.time("created-on").orElseThrow(() -> new VoucherException("is missing", WHAT + "/created-on"));
        return new Voucher(
                assertion,
                created,
                expires,
                text.serial(),
                text.binary("idevid-issuer"),
                text.certificate("pinned-domain-cert")
                        .orElseThrow(() -> new VoucherException("is missing", WHAT + "/pinned-domain-cert")),
                nonce,
                message);
    }
}
