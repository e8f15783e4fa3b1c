package dev.muster.format.join.est;

import dev.muster.format.join.x509.KeyType;
import dev.muster.format.join.x509.SubjectName;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * What a server wishes of requests, said twice: as the list of RFC 7030 §4.5.2 (the kind of key and the algorithm that
 * signs with it), which old clients read, and as the template of RFC 9908 §3.4, which a client that knows it reads alone.
 *
 * @param wished the kind of key that is asked for
 * @param subject the name that the request should have; empty when the authority takes any
 */
public record CsrAttributes(KeyType wished, Optional<SubjectName> subject) {
    static final String EC_PUBLIC_KEY = "1.2.840.10045.2.1";
    static final String RSA = "1.2.840.113549.1.1.1";

    /** id-aa-certificationRequestInfoTemplate (RFC 9908 §3.4). */
    static final String TEMPLATE = "1.2.840.113549.1.9.16.2.61";

    /** Tag of subjectPKInfo in the template. */
    static final int KEY_TAG = 0;

    /** Tag of attributes in the template. */
    static final int ATTRIBUTES_TAG = 1;

    private static final int RSA_BITS = 3072;

    /** Nothing about names. */
    public CsrAttributes(KeyType wished) {
        this(wished, Optional.empty());
    }

    /** {@code CsrAttrs}: a SEQUENCE of object identifiers and attributes, in DER; the template is the last. */
    public byte[] encode() {
        try {
            ASN1EncodableVector all = new ASN1EncodableVector();
            switch (wished) {
                case P256 -> pair(all, EC_PUBLIC_KEY, oid("1.2.840.10045.3.1.7"), "1.2.840.10045.4.3.2");
                case P384 -> pair(all, EC_PUBLIC_KEY, oid("1.3.132.0.34"), "1.2.840.10045.4.3.3");
                case P521 -> pair(all, EC_PUBLIC_KEY, oid("1.3.132.0.35"), "1.2.840.10045.4.3.4");
                case RSA -> pair(all, RSA, new ASN1Integer(RSA_BITS), "1.2.840.113549.1.1.11");
                case ED25519, ML_DSA_44, ML_DSA_65, ML_DSA_87 -> all.add(oid(keyOid()));
            }
            all.add(attribute(TEMPLATE, template()));
            return new DERSequence(all).getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new EstException("cannot write attributes", "csrattrs", e);
        }
    }

    private String keyOid() {
        return switch (wished) {
            case P256, P384, P521 -> EC_PUBLIC_KEY;
            case RSA -> RSA;
            case ED25519 -> "1.3.101.112";
            case ML_DSA_44 -> "2.16.840.1.101.3.4.3.17";
            case ML_DSA_65 -> "2.16.840.1.101.3.4.3.18";
            case ML_DSA_87 -> "2.16.840.1.101.3.4.3.19";
        };
    }

    /** The key's algorithm with its parameter, then the signature's. */
    private static void pair(ASN1EncodableVector all, String key, ASN1Encodable parameter, String signature) {
        all.add(attribute(key, parameter));
        all.add(oid(signature));
    }

    private static DERSequence attribute(String type, ASN1Encodable value) {
        ASN1EncodableVector attribute = new ASN1EncodableVector();
        attribute.add(oid(type));
        attribute.add(new DERSet(value));
        return new DERSequence(attribute);
    }

    /** {@code CertificationRequestInfoTemplate}; a name whose values are all given is written as a name is. */
    private DERSequence template() throws IOException {
        ASN1EncodableVector template = new ASN1EncodableVector();
        template.add(new ASN1Integer(0));
        if (subject.isPresent()) {
            template.add(subject.get().toX500Name());
        }
        template.add(new DERTaggedObject(false, KEY_TAG, key()));
        template.add(new DERTaggedObject(false, ATTRIBUTES_TAG, new DERSet()));
        return new DERSequence(template);
    }

    private DERSequence key() throws IOException {
        ASN1EncodableVector key = new ASN1EncodableVector();
        switch (wished) {
            case P256 -> key.add(algorithm(oid("1.2.840.10045.3.1.7")));
            case P384 -> key.add(algorithm(oid("1.3.132.0.34")));
            case P521 -> key.add(algorithm(oid("1.3.132.0.35")));
            case RSA -> {
                key.add(algorithm(DERNull.INSTANCE));
                // Nobody's key: the length of its modulus is what is said.
                BigInteger modulus = BigInteger.ONE.shiftLeft(RSA_BITS - 1).setBit(0);
                key.add(new DERBitString(new RSAPublicKey(modulus, BigInteger.valueOf(65_537))));
            }
            case ED25519, ML_DSA_44, ML_DSA_65, ML_DSA_87 -> key.add(new AlgorithmIdentifier(oid(keyOid())));
        }
        return new DERSequence(key);
    }

    private AlgorithmIdentifier algorithm(ASN1Encodable parameters) {
        return new AlgorithmIdentifier(oid(keyOid()), parameters);
    }

    private static ASN1ObjectIdentifier oid(String dotted) {
        return new ASN1ObjectIdentifier(dotted);
    }
}
