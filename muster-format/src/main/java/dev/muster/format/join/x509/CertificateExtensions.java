package dev.muster.format.join.x509;

import dev.muster.format.crypto.Sha256;
import dev.muster.format.der.DerBackwards;
import dev.muster.format.der.DerReader;
import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cmc.CMCObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** The extensions of each {@link CertificatePurpose} (RFC 5280 §4.2). */
final class CertificateExtensions {

    /** An IPv4 address, or anything with a colon, is an address and not a host name. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|.*:.*");

    private static final int KEY_IDENTIFIER_BYTES = 20;

    /** subjectKeyIdentifier (2.5.29.14), up to the 20 octets of the identifier. */
    private static final byte[] SUBJECT_KEY = {0x30, 0x1D, 6, 3, 0x55, 0x1D, 14, 4, 0x16, 4, KEY_IDENTIFIER_BYTES};

    /** authorityKeyIdentifier. */
    private static final byte[] AUTHORITY_KEY_OID = {6, 3, 0x55, 0x1D, 35};

    private static final int KEY_IDENTIFIER = 0x80;

    private CertificateExtensions() {}

    /** What does not depend on keys and names, in a row as it is written. */
    private static final Map<CertificatePurpose, byte[]> FIXED = fixed();

    private static Map<CertificatePurpose, byte[]> fixed() {
        Map<CertificatePurpose, byte[]> all = new EnumMap<>(CertificatePurpose.class);
        for (CertificatePurpose purpose : CertificatePurpose.values()) {
            all.put(purpose, fixed(purpose, List.of()));
        }
        return all;
    }

    /** Puts the extensions of a certificate before what is written. */
    static void put(CertificateTemplate template, PublicKey subjectKey, byte[] authorityKey, DerBackwards out) {
        template.places().ifPresent(places -> places.put(out));
        out.put(authorityKey).put(keyId(subjectKey)).put(SUBJECT_KEY);
        out.put(
                template.serverNames().isEmpty()
                        ? Objects.requireNonNull(FIXED.get(template.purpose()))
                        : fixed(template.purpose(), template.serverNames()));
    }

    private static byte[] fixed(CertificatePurpose purpose, List<String> serverNames) {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        boolean authority = purpose == CertificatePurpose.AUTHORITY || purpose == CertificatePurpose.ROOT;
        try {
            extensions.addExtension(
                    Extension.basicConstraints,
                    true,
                    switch (purpose) {
                        case ROOT -> new BasicConstraints(true);
                        case AUTHORITY -> new BasicConstraints(0);
                        default -> new BasicConstraints(false);
                    });
            extensions.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature));
            usages(extensions, purpose, serverNames);
            byte[] all = extensions.generate().getEncoded(ASN1Encoding.DER);
            return DerReader.of(all).content(DerReader.SEQUENCE);
        } catch (IOException e) {
            throw new X509Exception("cannot write extensions", "certificate.extensions", e);
        }
    }

    /** What beside signing it is good for. */
    private static void usages(ExtensionsGenerator extensions, CertificatePurpose purpose, List<String> serverNames)
            throws IOException {
        switch (purpose) {
            case DEVICE ->
                extensions.addExtension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
            case SERVER -> {
                extensions.addExtension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
                extensions.addExtension(Extension.subjectAlternativeName, false, names(serverNames));
            }
            case VERIFIER ->
                // Critical, because the same authority also issues to devices: one for the other must never pass.
                extensions.addExtension(
                        Extension.extendedKeyUsage,
                        true,
                        new ExtendedKeyUsage(
                                KeyPurposeId.getInstance(new ASN1ObjectIdentifier(CertificatePurpose.VERIFIER_USAGE))));
            case MAINTENANCE ->
                // Critical, because the same authority also issues to devices: one for the other must never pass.
                extensions.addExtension(
                        Extension.extendedKeyUsage,
                        true,
                        new ExtendedKeyUsage(KeyPurposeId.getInstance(
                                new ASN1ObjectIdentifier(CertificatePurpose.MAINTENANCE_USAGE))));
            case ATTESTATION_KEY ->
                extensions.addExtension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(KeyPurposeId.getInstance(
                                new ASN1ObjectIdentifier(CertificatePurpose.ATTESTATION_KEY_USAGE))));
            case RESPONDER ->
                // Critical for the same reason: no device's certificate may pass for it.
                extensions.addExtension(
                        Extension.extendedKeyUsage,
                        true,
                        new ExtendedKeyUsage(KeyPurposeId.getInstance(CMCObjectIdentifiers.id_kp_cmcCA)));
            case STATUS -> {
                extensions.addExtension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning));
                extensions.addExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);
            }
            case ROOT, AUTHORITY, FACTORY -> {
                // Neither takes an extended key usage: 802.1AR leaves it out so that an IDevID is good for any
                // protocol.
            }
        }
    }

    /** RFC 7093 §2 method 1: the leftmost 160 bits of SHA-256 over the key's bits. */
    static byte[] keyId(PublicKey key) {
        DerReader info = DerReader.of(key.getEncoded()).enter(DerReader.SEQUENCE);
        info.enter(DerReader.SEQUENCE);
        byte[] bits = info.content(DerReader.BIT_STRING);
        byte[] whole = Arrays.copyOfRange(bits, 1, bits.length); // before them is how many of the last are unused
        return Arrays.copyOf(Sha256.of(whole), KEY_IDENTIFIER_BYTES);
    }

    /**
     * The authorityKeyIdentifier extension (RFC 5280 §4.2.1.1) with nothing but the identifier.
     *
     * @param identifier as the issuer's own certificate has it
     */
    static byte[] authorityKey(byte[] identifier) {
        return new DerBackwards(identifier.length + 32)
                .put(KEY_IDENTIFIER, identifier)
                .wrap(DerReader.SEQUENCE, 0)
                .wrap(DerReader.OCTET_STRING, 0)
                .put(AUTHORITY_KEY_OID)
                .wrap(DerReader.SEQUENCE, 0)
                .bytes();
    }

    /** What a certificate calls its key; how it came by that is for its issuer (RFC 7093 knows five ways). */
    static byte[] subjectKeyId(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(Extension.subjectKeyIdentifier.getId());
        return extension == null
                ? keyId(certificate.getPublicKey())
                : DerReader.of(DerReader.of(extension).content(DerReader.OCTET_STRING))
                        .content(DerReader.OCTET_STRING);
    }

    private static GeneralNames names(List<String> names) {
        return new GeneralNames(names.stream()
                .map(name -> new GeneralName(
                        ADDRESS.matcher(name).matches() ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }
}
