package dev.muster.format.join.x509;

import dev.muster.format.crypto.Sha256;
import java.io.IOException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** The extensions of each {@link CertificatePurpose} (RFC 5280 §4.2). */
final class CertificateExtensions {

    /** An IPv4 address, or anything with a colon, is an address and not a host name. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|.*:.*");

    private static final int KEY_IDENTIFIER_BYTES = 20;

    private CertificateExtensions() {}

    static Extensions of(
            CertificatePurpose purpose,
            PublicKey subjectKey,
            PublicKey issuerKey,
            List<String> serverNames,
            Optional<StatusPlaces> places)
            throws IOException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        boolean authority = purpose == CertificatePurpose.AUTHORITY || purpose == CertificatePurpose.ROOT;
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
        extensions.addExtension(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyId(subjectKey)));
        extensions.addExtension(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(keyId(issuerKey)));
        if (places.isPresent()) {
            places.get().addTo(extensions);
        }
        return extensions.generate();
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
        byte[] bits = SubjectPublicKeyInfo.getInstance(key.getEncoded())
                .getPublicKeyData()
                .getOctets();
        return Arrays.copyOf(Sha256.of(bits), KEY_IDENTIFIER_BYTES);
    }

    private static GeneralNames names(List<String> names) {
        return new GeneralNames(names.stream()
                .map(name -> new GeneralName(
                        ADDRESS.matcher(name).matches() ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }
}
