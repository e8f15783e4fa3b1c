package dev.muster.format.inspect;

import static dev.muster.format.inspect.Shape.code;
import static dev.muster.format.inspect.Shape.field;
import static dev.muster.format.inspect.Shape.keys;
import static dev.muster.format.inspect.Shape.tuple;

/** Constrained vouchers (draft-ietf-anima-constrained-voucher-31) and FDO ownership vouchers (FDO 1.1 §3.4). */
final class VoucherShapes {
    private static final Shape ASSERTION = code(0, "verified", 1, "logged", 2, "proximity", 3, "agent-proximity");

    /** Keys are differences from the container's SID. */
    private static final Shape VOUCHER = keys(
            1,
            field("assertion", ASSERTION),
            2,
            "created-on",
            3,
            "domain-cert-revocation-checks",
            4,
            "expires-on",
            5,
            "idevid-issuer",
            6,
            "last-renewal-date",
            7,
            "nonce",
            8,
            "pinned-domain-cert",
            9,
            "pinned-domain-pubk",
            10,
            "pinned-domain-pubk-sha256",
            11,
            "serial-number",
            12,
            "additional-configuration-url",
            13,
            "est-domain");

    private static final Shape REQUEST = keys(
            1,
            field("assertion", ASSERTION),
            2,
            "created-on",
            3,
            "domain-cert-revocation-checks",
            4,
            "expires-on",
            5,
            "idevid-issuer",
            6,
            "last-renewal-date",
            7,
            "nonce",
            8,
            "pinned-domain-cert",
            9,
            "prior-signed-voucher-request",
            10,
            "proximity-registrar-cert",
            11,
            "proximity-registrar-pubk-sha256",
            12,
            "proximity-registrar-pubk",
            13,
            "serial-number");

    /** As drafts before -13 numbered it, which published requests still do: the additions follow after the serial number. */
    private static final Shape OLDER_REQUEST = keys(
            1,
            field("assertion", ASSERTION),
            2,
            "created-on",
            3,
            "domain-cert-revocation-checks",
            4,
            "expires-on",
            5,
            "idevid-issuer",
            6,
            "last-renewal-date",
            7,
            "nonce",
            8,
            "pinned-domain-cert",
            10,
            "serial-number",
            11,
            "prior-signed-voucher-request",
            12,
            "proximity-registrar-cert");

    /** The containers, by SID; the last two are of older drafts. */
    static final Shape.Keys CONTAINERS = keys(
            2451,
            field("voucher", VOUCHER),
            2501,
            field("voucher-request", REQUEST),
            1001104,
            field("voucher (older SID)", VOUCHER),
            1001154,
            field("voucher-request (older SID)", OLDER_REQUEST));

    private static final Shape HMAC = tuple(
            field("hash type", code(-16, "SHA-256", -43, "SHA-384", 5, "HMAC-SHA-256", 6, "HMAC-SHA-384")),
            field("value"));

    private static final Shape PUBLIC_KEY = tuple(
            field("type", code(1, "RSA2048RESTR", 5, "RSAPKCS", 6, "RSAPSS", 10, "SECP256R1", 11, "SECP384R1")),
            field("encoding", code(0, "Crypto", 1, "X509", 2, "X5CHAIN", 3, "COSEKEY")),
            field("body"));

    private static final Shape HEADER = tuple(
            field("protocol version"),
            field("guid"),
            field("rendezvous info"),
            field("device info"),
            field("manufacturer public key", PUBLIC_KEY),
            field("device certificate chain hash", HMAC));

    private static final Shape ENTRY = tuple(
            field("previous entry hash", HMAC),
            field("header info hash", HMAC),
            field("extra"),
            field("next owner", PUBLIC_KEY));

    static final Shape OWNERSHIP = tuple(
            field("protocol version"),
            field("header", new Shape.Embedded(HEADER)),
            field("header HMAC", HMAC),
            field("device certificate chain"),
            field("entries", new Shape.ArrayOf(CoseShapes.message(ENTRY, CoseShapes.HEADERS))));

    /** A device's own credential, in the order that public tools write it. Its last part is secret. */
    static final Shape CREDENTIAL = tuple(
            field("active"),
            field("protocol version"),
            field("device info"),
            field("guid"),
            field("rendezvous info"),
            field("manufacturer key hash", HMAC),
            field("secrets", Shape.SECRET));

    private VoucherShapes() {}

    static Shape cose() {
        return CoseShapes.message(CONTAINERS, CoseShapes.HEADERS);
    }
}
