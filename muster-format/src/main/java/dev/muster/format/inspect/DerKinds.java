package dev.muster.format.inspect;

import dev.muster.format.crypto.Pem;
import dev.muster.format.der.DerException;
import dev.muster.format.der.DerReader;
import dev.muster.format.pkix.KeyPurpose;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.util.ASN1Dump;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** DER: X.509 certificates (RFC 5280) and public keys; signed messages are in {@link CmsKinds}, requests in {@link Requests}. */
final class DerKinds {
    /** A CMS content longer than this is shown by its length. */
    private static final int CONTENT_SHOWN = 4_096;

    /** Attributes of device certificates that the JDK would print as numbers and hex (IEEE 802.1AR, TCG EK profile §3.1). */
    private static final Map<String, String> ATTRIBUTES = Map.ofEntries(
            Map.entry("2.5.4.5", "serialNumber"),
            Map.entry("2.5.4.12", "title"),
            Map.entry("2.5.4.97", "organizationIdentifier"),
            Map.entry("1.2.840.113549.1.9.1", "emailAddress"),
            Map.entry("2.23.133.2.1", "tpmManufacturer"),
            Map.entry("2.23.133.2.2", "tpmModel"),
            Map.entry("2.23.133.2.3", "tpmVersion"),
            Map.entry("2.23.133.2.4", "platformManufacturer"),
            Map.entry("2.23.133.2.5", "platformModel"),
            Map.entry("2.23.133.2.6", "platformVersion"),
            // TCG Platform Certificate Profile §3: the same three in the newer arc.
            Map.entry("2.23.133.5.1.1", "platformManufacturerStr"),
            Map.entry("2.23.133.5.1.2", "platformManufacturerId"),
            Map.entry("2.23.133.5.1.4", "platformModel"),
            Map.entry("2.23.133.5.1.5", "platformVersion"),
            Map.entry("2.23.133.5.1.6", "platformSerial"));

    /** Purposes and extensions by name (RFC 5280 §4.2, TCG EK profile, RFC 7030 §3.6.1). */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("1.3.6.1.5.5.7.3.1", "serverAuth"),
            Map.entry("1.3.6.1.5.5.7.3.2", "clientAuth"),
            Map.entry("1.3.6.1.5.5.7.3.3", "codeSigning"),
            Map.entry("1.3.6.1.5.5.7.3.4", "emailProtection"),
            Map.entry("1.3.6.1.5.5.7.3.8", "timeStamping"),
            Map.entry("1.3.6.1.5.5.7.3.9", "OCSPSigning"),
            Map.entry("1.3.6.1.5.5.7.3.28", "cmcRA"),
            Map.entry("2.23.133.8.1", "tcg-kp-EKCertificate"),
            Map.entry("2.23.133.8.2", "tcg-kp-PlatformAttributeCertificate"),
            Map.entry("2.23.133.8.3", "tcg-kp-AIKCertificate"),
            Map.entry("2.5.29.14", "subjectKeyIdentifier"),
            Map.entry("2.5.29.15", "keyUsage"),
            Map.entry("2.5.29.17", "subjectAltName"),
            Map.entry("2.5.29.19", "basicConstraints"),
            Map.entry("2.5.29.30", "nameConstraints"),
            Map.entry("2.5.29.31", "cRLDistributionPoints"),
            Map.entry("2.5.29.32", "certificatePolicies"),
            Map.entry("2.5.29.35", "authorityKeyIdentifier"),
            Map.entry("2.5.29.36", "policyConstraints"),
            Map.entry("2.5.29.37", "extKeyUsage"),
            Map.entry("2.5.29.54", "inhibitAnyPolicy"));

    private static final int OTHER_NAME = 0;
    private static final int DIRECTORY_NAME = 4;

    private static final byte SEQUENCE = 0x30;
    private static final int CONSTRUCTED = 0x20;

    /** Certificates and signed messages nest about a dozen deep. */
    private static final int DEPTH_MOST = 64;

    private DerKinds() {}

    static boolean recognises(byte[] bytes) {
        // As CBOR this byte is the whole item -17, so with more behind it, it is nothing else.
        return bytes.length > 1 && bytes[0] == SEQUENCE;
    }

    static Inspection read(byte[] der, Trust trust) {
        Optional<Inspection> certificate = certificate(der, trust);
        if (certificate.isPresent()) {
            return certificate.get();
        }
        Optional<Inspection> cms = CmsKinds.read(der, trust);
        if (cms.isPresent()) {
            return cms.get();
        }
        return Requests.read(der, trust).or(() -> publicKey(der)).orElseGet(() -> structure(der));
    }

    /** The first element that does not fit into the one around it: what stands there is cut off or overwritten. */
    private static Optional<Inspection.Fault> fault(byte[] der) {
        try {
            DerReader all = DerReader.of(der);
            descend(all, 0);
            return Optional.empty();
        } catch (DerException broken) {
            return Optional.of(new Inspection.Fault(broken.reason(), broken.path(), broken.offset()));
        }
    }

    private static void descend(DerReader in, int depth) {
        while (in.more()) {
            boolean constructed = (in.peek() & CONSTRUCTED) != 0;
            DerReader inner = in.enter(in.peek());
            if (constructed && depth < DEPTH_MOST) {
                descend(inner, depth + 1);
            }
        }
    }

    private static Optional<Inspection> certificate(byte[] der, Trust trust) {
        X509Certificate certificate;
        try {
            certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException notOne) {
            return Optional.empty();
        }
        return Optional.of(new Inspection(
                "X.509 certificate (RFC 5280)",
                new Node("certificate", "", 0, fields(certificate)),
                trust.issuedBy(List.of(certificate), KeyPurpose.ANY),
                List.of(),
                Optional.empty()));
    }

    /** Several certificates in one file are a chain, the end entity first, and are judged as one. */
    static Optional<Inspection> chain(List<Pem> blocks, Trust trust) {
        if (blocks.size() < 2
                || !blocks.stream().allMatch(block -> block.label().equals("CERTIFICATE"))) {
            return Optional.empty();
        }
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> chain = new ArrayList<>();
            List<Node> nodes = new ArrayList<>();
            for (Pem block : blocks) {
                X509Certificate certificate =
                        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.content()));
                chain.add(certificate);
                nodes.add(new Node("certificate [" + nodes.size() + "]", "", -1, fields(certificate)));
            }
            return Optional.of(new Inspection(
                    "PEM file with " + chain.size() + " certificates",
                    new Node("chain", "", 0, nodes),
                    trust.issuedBy(chain, KeyPurpose.ANY),
                    List.of("judged as a chain, the end entity first"),
                    Optional.empty()));
        } catch (CertificateException broken) {
            return Optional.empty();
        }
    }

    /** EC PARAMETERS of RFC 5915 files: the name of a curve. */
    static Optional<Inspection> curve(byte[] der) {
        if (der.length < 3 || der[0] != DerReader.OID || der[1] != der.length - 2) {
            return Optional.empty();
        }
        String oid = ASN1ObjectIdentifier.getInstance(der).getId();
        String name = Map.of(
                        "1.2.840.10045.3.1.7",
                        "P-256",
                        "1.3.132.0.34",
                        "P-384",
                        "1.3.132.0.35",
                        "P-521",
                        "1.3.132.0.10",
                        "secp256k1")
                .getOrDefault(oid, "unknown curve");
        return Optional.of(new Inspection(
                "EC parameters (RFC 5480)",
                new Node("curve", name + " (" + oid + ")", 0, List.of()),
                new SignatureVerdict.Unsigned(),
                List.of(),
                Optional.empty()));
    }

    static List<Node> fields(X509Certificate certificate) {
        List<Node> fields = new ArrayList<>();
        fields.add(Node.note("subject", name(certificate.getSubjectX500Principal())));
        fields.add(Node.note("issuer", name(certificate.getIssuerX500Principal())));
        fields.add(Node.note("serial number", certificate.getSerialNumber().toString(16)));
        fields.add(
                Node.note("not before", certificate.getNotBefore().toInstant().toString()));
        fields.add(Node.note("not after", certificate.getNotAfter().toInstant().toString()));
        fields.add(Node.note("public key", certificate.getPublicKey().getAlgorithm()));
        fields.add(Node.note("signature algorithm", certificate.getSigAlgName()));
        int path = certificate.getBasicConstraints();
        fields.add(Node.note("certificate authority", path < 0 ? "no" : "yes"));
        try {
            List<String> uses = certificate.getExtendedKeyUsage();
            if (uses != null) {
                fields.add(Node.note(
                        "extended key usage",
                        String.join(", ", uses.stream().map(DerKinds::named).toList())));
            }
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names != null) {
                names.forEach(n -> fields.add(Node.note("subject alternative name", alternative(n))));
            }
        } catch (CertificateException broken) {
            fields.add(Node.note("extensions", "cannot be read: " + broken.getMessage()));
        }
        critical(certificate, fields);
        return fields;
    }

    /** The name with the number after it, or the number alone where it has no name here. */
    private static String named(String oid) {
        String name = NAMES.get(oid);
        return name == null ? oid : name + " (" + oid + ")";
    }

    private static String name(X500Principal name) {
        return name.getName(X500Principal.RFC2253, ATTRIBUTES);
    }

    /** A pair of form and name, as the JDK gives it: directory names without keywords, other names as bytes. */
    private static String alternative(List<?> formAndName) {
        Object name = formAndName.get(1);
        int form = (Integer) formAndName.get(0);
        if (form == DIRECTORY_NAME && name instanceof String text) {
            return name(new X500Principal(text));
        }
        return name instanceof byte[] bytes
                ? (form == OTHER_NAME ? "otherName h'" : "h'") + HexFormat.of().formatHex(bytes) + "'"
                : String.valueOf(name);
    }

    private static void critical(X509Certificate certificate, List<Node> fields) {
        var critical = certificate.getCriticalExtensionOIDs();
        if (critical != null) {
            critical.stream().sorted().forEach(oid -> fields.add(Node.note("critical extension", named(oid))));
        }
        byte[] masa = certificate.getExtensionValue("1.3.6.1.5.5.7.1.32");
        if (masa != null) {
            fields.add(Node.note("MASA URL (RFC 8995)", printable(masa)));
        }
    }

    private static String printable(byte[] wrapped) {
        String text = new String(wrapped, StandardCharsets.ISO_8859_1);
        return text.replaceAll("[^ -~]", "").strip();
    }

    static String content(byte[] content) {
        if (content.length > CONTENT_SHOWN) {
            return content.length + " bytes";
        }
        return Sample.text(content).orElseGet(() -> "h'" + HexFormat.of().formatHex(content) + "'");
    }

    private static Optional<Inspection> publicKey(byte[] der) {
        try {
            SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(ASN1Primitive.fromByteArray(der));
            List<Node> fields = List.of(
                    Node.note("algorithm", key.getAlgorithm().getAlgorithm().getId()),
                    Node.note("key", key.getPublicKeyData().getOctets().length + " bytes"));
            return Optional.of(new Inspection(
                    "public key (SubjectPublicKeyInfo, RFC 5280)",
                    new Node("SubjectPublicKeyInfo", "", 0, fields),
                    new SignatureVerdict.Unsigned(),
                    List.of(),
                    Optional.empty()));
        } catch (IOException | RuntimeException notOne) {
            return Optional.empty();
        }
    }

    private static Inspection structure(byte[] der) {
        try {
            String dump = ASN1Dump.dumpAsString(ASN1Primitive.fromByteArray(der), false);
            List<Node> lines =
                    dump.lines().limit(CONTENT_SHOWN).map(l -> Node.note(l, "")).toList();
            return new Inspection(
                    "DER",
                    new Node("ASN.1", "", 0, lines),
                    new SignatureVerdict.Unsigned(),
                    List.of(),
                    Optional.empty());
        } catch (IOException | RuntimeException broken) {
            return Inspection.broken(
                    "DER",
                    fault(der).orElseGet(() -> new Inspection.Fault(String.valueOf(broken.getMessage()), "/", 0)));
        }
    }
}
