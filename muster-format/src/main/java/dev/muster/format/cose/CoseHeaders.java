package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborBytes;
import dev.muster.format.cbor.CborInteger;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborText;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The two header maps of a message or signer (RFC 9052 §3). What must be trusted is read from the protected one only.
 *
 * @param protectedBytes content of the protected byte string exactly as received; empty for no parameters
 * @param protectedMap the same, read
 * @param unprotected parameters that no signature covers
 */
public record CoseHeaders(byte[] protectedBytes, CborMap protectedMap, CborMap unprotected) {
    /** No parameters at all. */
    public static final CoseHeaders EMPTY = new CoseHeaders(new byte[0], CborMap.EMPTY, CborMap.EMPTY);

    /** Most parameters in one header map: labels of both maps are compared with one another. */
    static final int MOST_PARAMETERS = 100;

    /** Longest certificate chain that is read. */
    private static final int MOST_CERTIFICATES = 10;

    /** Headers to be sent: the protected ones are encoded deterministically. */
    public static CoseHeaders of(CborMap protectedMap, CborMap unprotected) {
        byte[] bytes = protectedMap.size() == 0 ? new byte[0] : protectedMap.encoded();
        return new CoseHeaders(bytes, protectedMap, unprotected);
    }

    /** Reads the first two items of a COSE structure. */
    static CoseHeaders read(CborArray message, CoseProfile profile) {
        CborMap unprotected = message.get(1).asMap();
        byte[] bytes = message.get(0).asBytes();
        CborMap protectedMap = bytes.length == 0
                ? CborMap.EMPTY
                : ((CborBytes) message.get(0))
                        .parse(profile.cbor(), CborLimits.DEFAULT)
                        .asMap();
        CoseHeaders headers = new CoseHeaders(bytes, protectedMap, unprotected);
        headers.check();
        return headers;
    }

    private void check() {
        for (CborMap map : List.of(protectedMap, unprotected)) {
            if (map.size() > MOST_PARAMETERS) {
                throw new CoseException(
                        "more than " + MOST_PARAMETERS + " header parameters", "/headers", map.offset());
            }
            twice(map);
            for (CborMap.Entry entry : map.entries()) {
                if (!(entry.key() instanceof CborInteger) && !(entry.key() instanceof CborText)) {
                    throw new CoseException(
                            "header label is neither integer nor text",
                            "/headers",
                            entry.key().offset());
                }
            }
        }
        if (any(HeaderLabel.IV).isPresent() && any(HeaderLabel.PARTIAL_IV).isPresent()) {
            throw new CoseException("IV and Partial IV together (RFC 9052 §3.1)", "/headers", unprotected.offset());
        }
        if (unprotected.size() > 0) {
            for (CborMap.Entry entry : protectedMap.entries()) {
                if (unprotected.get(entry.key()).isPresent()) {
                    throw new CoseException(
                            "label " + entry.key() + " is in both headers",
                            "/headers",
                            entry.key().offset());
                }
            }
        }
    }

    /** RFC 9052 §3: labels are unique, also where the bytes were parsed by somebody who did not ask. */
    private static void twice(CborMap map) {
        List<CborMap.Entry> entries = map.entries();
        for (int i = 0; i < entries.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (entries.get(i).key().equals(entries.get(j).key())) {
                    throw new CoseException(
                            "label " + entries.get(i).key() + " is there twice",
                            "/headers",
                            entries.get(i).key().offset());
                }
            }
        }
    }

    /** A protected parameter. */
    public Optional<Cbor> signed(long label) {
        return protectedMap.get(label);
    }

    /** A parameter from either map, for what needs no protection. */
    public Optional<Cbor> any(long label) {
        return protectedMap.get(label).or(() -> unprotected.get(label));
    }

    /** The algorithm number in the protected header. */
    public Optional<Cbor> alg() {
        return signed(HeaderLabel.ALG);
    }

    /** The key identifier, from either map: it is a hint (RFC 9052 §3.1). */
    public Optional<byte[]> kid() {
        return any(HeaderLabel.KID).map(Cbor::asBytes);
    }

    /** The content type, protected only: text, or a CoAP content-format number. */
    public Optional<Cbor> contentType() {
        return signed(HeaderLabel.CONTENT_TYPE);
    }

    /** The type of the message, protected only (RFC 9596). */
    public Optional<Cbor> typ() {
        return signed(HeaderLabel.TYP);
    }

    /** CWT claims in the protected header (RFC 9597). */
    public Optional<CborMap> cwtClaims() {
        return signed(HeaderLabel.CWT_CLAIMS).map(Cbor::asMap);
    }

    /** The certificate chain, end-entity first, empty when there is none (RFC 9360). It is not yet trusted. */
    public List<X509Certificate> x5chain() {
        Optional<Cbor> value = any(HeaderLabel.X5CHAIN);
        if (value.isEmpty()) {
            return List.of();
        }
        List<Cbor> items = value.get() instanceof CborArray array ? array.items() : List.of(value.get());
        if (items.isEmpty() || items.size() > MOST_CERTIFICATES) {
            throw new CoseException(
                    "x5chain of " + items.size() + " certificates",
                    "/headers/33",
                    value.get().offset());
        }
        List<X509Certificate> chain = new ArrayList<>(items.size());
        for (Cbor item : items) {
            chain.add(certificate(item));
        }
        return List.copyOf(chain);
    }

    /** The hash of the end-entity certificate (RFC 9360). */
    public Optional<CertificateHash> x5t() {
        return any(HeaderLabel.X5T).map(CertificateHash::read);
    }

    private static X509Certificate certificate(Cbor item) {
        try {
            ByteArrayInputStream in = new ByteArrayInputStream(item.asBytes());
            X509Certificate certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            if (in.available() > 0) {
                throw new CoseException("bytes after the certificate", "/headers/33", item.offset());
            }
            return certificate;
        } catch (CertificateException e) {
            throw new CoseException("not an X.509 certificate", "/headers/33", item.offset(), e);
        }
    }

    /** The protected bytes as they enter a signature: an encoded empty map counts as nothing (RFC 9052 §4.4). */
    byte[] forStructure() {
        return protectedMap.size() == 0 ? new byte[0] : protectedBytes;
    }
}
