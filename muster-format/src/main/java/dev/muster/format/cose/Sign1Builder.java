package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborMapBuilder;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Collects headers and payload of a {@link CoseSign1} and has it signed. Not thread-safe. */
public final class Sign1Builder {
    private static final byte[] NONE = {};

    private CborMap protectedMap = CborMap.EMPTY;
    private CborMap unprotected = CborMap.EMPTY;
    private byte[] payload = NONE;
    private byte[] externalAad = NONE;
    private boolean detached;

    private Sign1Builder() {}

    /** A message with an empty payload and no headers. */
    public static Sign1Builder create() {
        return new Sign1Builder();
    }

    /** Adds protected parameters. */
    public Sign1Builder protect(CborMap parameters) {
        protectedMap = Cbor.map().putAll(protectedMap).putAll(parameters).build();
        return this;
    }

    /** Adds one protected parameter. */
    public Sign1Builder protect(long label, Cbor value) {
        return protect(Cbor.map().put(label, value).build());
    }

    /** Adds the content type as a protected parameter. */
    public Sign1Builder contentType(String mediaType) {
        return protect(HeaderLabel.CONTENT_TYPE, Cbor.of(mediaType));
    }

    /** Adds a certificate chain, end-entity first, as a protected parameter (RFC 9360). */
    public Sign1Builder x5chain(List<X509Certificate> chain) {
        List<Cbor> items = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            try {
                items.add(Cbor.of(certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalArgumentException("certificate cannot be encoded", e);
            }
        }
        return protect(HeaderLabel.X5CHAIN, items.size() == 1 ? items.getFirst() : Cbor.array(items));
    }

    /** Adds unprotected parameters. */
    public Sign1Builder unprotect(CborMap parameters) {
        unprotected = Cbor.map().putAll(unprotected).putAll(parameters).build();
        return this;
    }

    /** Sets the content. */
    public Sign1Builder payload(byte[] content) {
        payload = content;
        return this;
    }

    /** Signs the content but leaves it out of the message. */
    public Sign1Builder detached() {
        detached = true;
        return this;
    }

    /** Binds bytes that both sides know to the signature (RFC 9052 §4.3). */
    public Sign1Builder externalAad(byte[] aad) {
        externalAad = aad;
        return this;
    }

    /** Adds {@code alg} and, when the signer has one and the headers have none, {@code kid}; then signs. */
    public CoseSign1 sign(CoseSigner signer) {
        CborMapBuilder complete = Cbor.map().putAll(protectedMap);
        if (!protectedMap.has(HeaderLabel.ALG)) {
            complete.put(HeaderLabel.ALG, signer.algorithm().id());
        }
        if (!protectedMap.has(HeaderLabel.KID) && !unprotected.has(HeaderLabel.KID)) {
            signer.kid().ifPresent(kid -> complete.put(HeaderLabel.KID, kid));
        }
        CoseHeaders headers = CoseHeaders.of(complete.build(), unprotected);
        byte[] signature = signer.sign(CoseStructure.sign1(headers, externalAad, payload));
        return new CoseSign1(
                headers, detached ? java.util.Optional.empty() : java.util.Optional.of(payload), signature);
    }
}
