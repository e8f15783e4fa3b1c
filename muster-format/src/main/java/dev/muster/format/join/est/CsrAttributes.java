package dev.muster.format.join.est;

import dev.muster.format.join.x509.KeyType;
import java.io.IOException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;

/**
 * What a server wishes of requests (RFC 7030 §4.5.2, clarified by RFC 9908): here the kind of key and the algorithm that
 * signs with it, nothing about names, because those are the authority's.
 *
 * @param wished the kind of key that is asked for
 */
public record CsrAttributes(KeyType wished) {
    private static final String EC_PUBLIC_KEY = "1.2.840.10045.2.1";
    private static final String RSA = "1.2.840.113549.1.1.1";
    private static final int RSA_BITS = 3072;

    /** {@code CsrAttrs}: a SEQUENCE of object identifiers and attributes, in DER. */
    public byte[] encode() {
        try {
            return switch (wished) {
                case P256 -> pair(EC_PUBLIC_KEY, oid("1.2.840.10045.3.1.7"), "1.2.840.10045.4.3.2");
                case P384 -> pair(EC_PUBLIC_KEY, oid("1.3.132.0.34"), "1.2.840.10045.4.3.3");
                case P521 -> pair(EC_PUBLIC_KEY, oid("1.3.132.0.35"), "1.2.840.10045.4.3.4");
                case RSA -> pair(RSA, new ASN1Integer(RSA_BITS), "1.2.840.113549.1.1.11");
                case ED25519 -> one("1.3.101.112");
                case ML_DSA_44 -> one("2.16.840.1.101.3.4.3.17");
                case ML_DSA_65 -> one("2.16.840.1.101.3.4.3.18");
                case ML_DSA_87 -> one("2.16.840.1.101.3.4.3.19");
            };
        } catch (IOException e) {
            throw new EstException("cannot write attributes", "csrattrs", e);
        }
    }

    /** The key's algorithm with its parameter, then the signature's. */
    private static byte[] pair(String key, ASN1Encodable parameter, String signature) throws IOException {
        ASN1EncodableVector attribute = new ASN1EncodableVector();
        attribute.add(oid(key));
        attribute.add(new DERSet(parameter));
        ASN1EncodableVector all = new ASN1EncodableVector();
        all.add(new DERSequence(attribute));
        all.add(oid(signature));
        return new DERSequence(all).getEncoded(ASN1Encoding.DER);
    }

    private static byte[] one(String oid) throws IOException {
        return new DERSequence(oid(oid)).getEncoded(ASN1Encoding.DER);
    }

    private static ASN1ObjectIdentifier oid(String dotted) {
        return new ASN1ObjectIdentifier(dotted);
    }
}
