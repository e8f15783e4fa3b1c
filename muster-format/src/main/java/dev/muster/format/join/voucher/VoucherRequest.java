package dev.muster.format.join.voucher;

import dev.muster.format.join.x509.SignedMessage;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;

/**
 * What a device asks for (RFC 8995 §3): that its maker's service says who owns it. Signed by the device's factory key, which
 * is for the caller to see.
 *
 * @param serial the maker's number of the device
 * @param nonce what the voucher is to repeat, when the device has a source of randomness
 * @param registrar the certificate of the server that the device saw in TLS
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record VoucherRequest(
        String serial, Optional<byte[]> nonce, Optional<X509Certificate> registrar, SignedMessage message) {

    private static final String WHAT = "voucher-request";
    private static final Set<String> MEMBERS = Set.of(
            "created-on",
            "expires-on",
            "assertion",
            "serial-number",
            "idevid-issuer",
            "pinned-domain-cert",
            "domain-cert-revocation-checks",
            "nonce",
            "last-renewal-date",
            "prior-signed-voucher-request",
            "proximity-registrar-cert");

    /**
     * Reads a request. Checks no signature.
     *
     * @param bytes CMS in DER, BER or PEM
     * @throws VoucherException when it is none
     */
    public static VoucherRequest parse(byte[] bytes) {
        SignedMessage message = VoucherText.message(bytes, WHAT);
        VoucherText text = VoucherText.of(message, WHAT, "ietf-voucher-request:voucher", MEMBERS);
        return new VoucherRequest(text.serial(), text.nonce(), text.certificate("proximity-registrar-cert"), message);
    }
}
