package dev.muster.format.join.x509;

import dev.muster.format.crypto.X509Signature;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.BERSet;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * CMS SignedData (RFC 5652 §5) with its content in it and exactly one signer: what CMC requests (RFC 5272) and vouchers
 * (RFC 8366) come in. Who the signer is and whether it may say so is for the caller.
 */
public final class SignedMessage {

    /** A request or a voucher with the certificates of its signer. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_CERTIFICATES = CertificatePath.MAX_CERTIFICATES + 2;
    private static final String RSA = "1.2.840.113549.1.1.1";
    private static final String SHA_256 = "2.16.840.1.101.3.4.2.1";
    private static final String SHA_512 = "2.16.840.1.101.3.4.2.3";

    private static final Map<String, String> DIGESTS = Map.of(
            SHA_256,
            "SHA-256",
            "2.16.840.1.101.3.4.2.2",
            "SHA-384",
            SHA_512,
            "SHA-512",
            "2.16.840.1.101.3.4.2.8",
            "SHA3-256",
            "2.16.840.1.101.3.4.2.9",
            "SHA3-384",
            "2.16.840.1.101.3.4.2.10",
            "SHA3-512");

    /** RFC 3370 §3.2: the key's own identifier, with the hash beside it. */
    private static final Map<String, String> RSA_WITH = Map.of(
            SHA_256,
            "1.2.840.113549.1.1.11",
            "2.16.840.1.101.3.4.2.2",
            "1.2.840.113549.1.1.12",
            SHA_512,
            "1.2.840.113549.1.1.13");

    private final String contentType;
    private final byte[] content;
    private final List<X509Certificate> certificates;
    private final SignerInfo signer;

    private SignedMessage(String contentType, byte[] content, List<X509Certificate> certificates, SignerInfo signer) {
        this.contentType = contentType;
        this.content = content;
        this.certificates = List.copyOf(certificates);
        this.signer = signer;
    }

    /**
     * Reads a message. Checks no signature; see {@link #isSignedBy}.
     *
     * @param bytes BER or DER, at most {@value #MAX_BYTES} bytes
     * @param what its name in faults, such as {@code voucher}
     * @throws X509Exception when it is none, has no content, or not one signer
     */
    public static SignedMessage parse(byte[] bytes, String what) {
        if (bytes.length > MAX_BYTES) {
            throw new X509Exception("longer than " + MAX_BYTES + " bytes", what);
        }
        try {
            return read(bytes, what);
        } catch (X509Exception e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // BouncyCastle throws many kinds of unchecked exceptions for bytes that do not fit.
            throw new X509Exception("not a CMS message: " + e.getMessage(), what, e);
        }
    }

    private static SignedMessage read(byte[] bytes, String what) throws IOException {
        ContentInfo info = ContentInfo.getInstance(ASN1Primitive.fromByteArray(bytes));
        if (!info.getContentType().equals(CMSObjectIdentifiers.signedData)) {
            throw new X509Exception("not SignedData, but " + info.getContentType(), what + ".contentType");
        }
        SignedData data = SignedData.getInstance(info.getContent());
        if (!(data.getEncapContentInfo().getContent() instanceof ASN1OctetString content)) {
            throw new X509Exception("has no content", what + ".encapContentInfo");
        }
        if (data.getSignerInfos().size() != 1) {
            throw new X509Exception(data.getSignerInfos().size() + " signers, not one", what + ".signerInfos");
        }
        List<X509Certificate> certificates = new ArrayList<>();
        if (data.getCertificates() != null) {
            if (data.getCertificates().size() > MAX_CERTIFICATES) {
                throw new X509Exception("more than " + MAX_CERTIFICATES + " certificates", what + ".certificates");
            }
            for (ASN1Encodable each : data.getCertificates()) {
                certificates.add(CertificateReader.parse(each.toASN1Primitive().getEncoded(ASN1Encoding.DER)));
            }
        }
        return new SignedMessage(
                data.getEncapContentInfo().getContentType().getId(),
                content.getOctets(),
                certificates,
                SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0)));
    }

    /** Object identifier of what is signed. */
    public String contentType() {
        return contentType;
    }

    public byte[] content() {
        return content.clone();
    }

    /** What came along, in no order that means anything. */
    public List<X509Certificate> certificates() {
        return certificates;
    }

    /** The certificate among them that the signer says is its own. That it signed is not proved by this. */
    public Optional<X509Certificate> named() {
        return certificates.stream().filter(this::isNamed).findFirst();
    }

    /** Whether the signer says that this is its certificate. */
    public boolean isNamed(X509Certificate certificate) {
        SignerIdentifier id = signer.getSID();
        if (id.isTagged()) {
            byte[] wanted =
                    ASN1OctetString.getInstance(id.getId().toASN1Primitive()).getOctets();
            return Arrays.equals(wanted, CertificateExtensions.subjectKeyId(certificate));
        }
        IssuerAndSerialNumber wanted = IssuerAndSerialNumber.getInstance(id.getId());
        return wanted.getSerialNumber().getValue().equals(certificate.getSerialNumber())
                && wanted.getName()
                        .equals(X500Name.getInstance(
                                certificate.getIssuerX500Principal().getEncoded()));
    }

    /** Whether this key signed the content. */
    public boolean isSignedBy(PublicKey key) {
        try {
            String digest = signer.getDigestAlgorithm().getAlgorithm().getId();
            Optional<X509Signature> algorithm = algorithm(digest);
            ASN1Set attributes = signer.getAuthenticatedAttributes();
            // RFC 5652 §5.3: signed attributes must be there for whatever is not id-data.
            return DIGESTS.containsKey(digest)
                    && algorithm.filter(its -> its.fits(key)).isPresent()
                    && attributes != null
                    && isAbout(attributes, DIGESTS.get(digest))
                    && algorithm
                            .get()
                            .verify(
                                    key,
                                    new DERSet(attributes.toArray()).getEncoded(ASN1Encoding.DER),
                                    signer.getEncryptedDigest().getOctets());
        } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
            return false;
        }
    }

    private Optional<X509Signature> algorithm(String digest) throws IOException {
        AlgorithmIdentifier its = signer.getDigestEncryptionAlgorithm();
        String oid = its.getAlgorithm().getId();
        if (oid.equals(RSA)) {
            return RSA_WITH.containsKey(digest) ? X509Signature.of(RSA_WITH.get(digest), null) : Optional.empty();
        }
        byte[] parameters = its.getParameters() == null
                ? null
                : its.getParameters().toASN1Primitive().getEncoded();
        return X509Signature.of(oid, parameters);
    }

    /** Whether the attributes are for this content and this type; one that stands twice is for nothing. */
    private boolean isAbout(ASN1Set attributes, String digest) throws GeneralSecurityException {
        AttributeTable table = new AttributeTable(attributes);
        ASN1EncodableVector types = table.getAll(CMSAttributes.contentType);
        ASN1EncodableVector digests = table.getAll(CMSAttributes.messageDigest);
        if (types.size() != 1 || digests.size() != 1) {
            return false;
        }
        ASN1Encodable type = one(Attribute.getInstance(types.get(0)));
        ASN1Encodable said = one(Attribute.getInstance(digests.get(0)));
        return ASN1ObjectIdentifier.getInstance(type).getId().equals(contentType)
                && MessageDigest.isEqual(
                        ASN1OctetString.getInstance(said).getOctets(),
                        MessageDigest.getInstance(digest).digest(content));
    }

    private static ASN1Encodable one(Attribute attribute) {
        if (attribute.getAttrValues().size() != 1) {
            throw new IllegalArgumentException("an attribute with several values");
        }
        return attribute.getAttrValues().getObjectAt(0);
    }

    /**
     * Writes a message.
     *
     * @param signer the certificate of the key that signs
     * @param along what is sent along, the signer's own where a reader needs it
     * @throws X509Exception when the key is not one of {@link KeyType}
     */
    public static byte[] sign(
            String contentType, byte[] content, X509Certificate signer, PrivateKey key, List<X509Certificate> along) {
        KeyType type = KeyType.of(signer.getPublicKey())
                .orElseThrow(() -> new X509Exception("the key is none of " + KeyType.all(), "cms.signer"));
        // RFC 8419, RFC 9882: SHA-512 with keys that hash by themselves.
        String digest = switch (type) {
            case P256, RSA -> SHA_256;
            case P384 -> "2.16.840.1.101.3.4.2.2";
            case P521, ED25519, ML_DSA_44, ML_DSA_65, ML_DSA_87 -> SHA_512;
        };
        try {
            ASN1ObjectIdentifier is = new ASN1ObjectIdentifier(contentType);
            ASN1EncodableVector attributes = new ASN1EncodableVector();
            attributes.add(new Attribute(CMSAttributes.contentType, new DERSet(is)));
            attributes.add(new Attribute(
                    CMSAttributes.messageDigest,
                    new DERSet(new DEROctetString(
                            MessageDigest.getInstance(DIGESTS.get(digest)).digest(content)))));
            DERSet signed = new DERSet(attributes);
            byte[] signature = type.sign(key, signed.getEncoded(ASN1Encoding.DER));
            AlgorithmIdentifier hash = new AlgorithmIdentifier(new ASN1ObjectIdentifier(digest));
            SignerInfo info = new SignerInfo(
                    new SignerIdentifier(new IssuerAndSerialNumber(
                            X500Name.getInstance(signer.getIssuerX500Principal().getEncoded()),
                            signer.getSerialNumber())),
                    hash,
                    signed,
                    type.signatureAlgorithm(),
                    new DEROctetString(signature),
                    (ASN1Set) null);
            ASN1EncodableVector certificates = new ASN1EncodableVector();
            for (X509Certificate each : along) {
                certificates.add(ASN1Primitive.fromByteArray(CertificateReader.encoded(each)));
            }
            SignedData data = new SignedData(
                    new DERSet(hash),
                    new ContentInfo(is, new DEROctetString(content)),
                    certificates.size() == 0 ? null : new BERSet(certificates),
                    null,
                    new DERSet(info));
            return new ContentInfo(CMSObjectIdentifiers.signedData, data).getEncoded(ASN1Encoding.DL);
        } catch (IOException | GeneralSecurityException e) {
            throw new X509Exception("cannot write a CMS message", "cms", e);
        }
    }
}
