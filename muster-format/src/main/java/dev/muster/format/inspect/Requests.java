package dev.muster.format.inspect;

import dev.muster.format.crypto.Sha256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTNamedCurves;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.DefaultAlgorithmNameFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/**
 * PKCS#10 certification requests (RFC 2986), of any key: who asks, for which key, with which extensions, and whether
 * the asker holds the key. A challengePassword is named and not shown.
 */
final class Requests {
    private static final DefaultAlgorithmNameFinder NAMES = new DefaultAlgorithmNameFinder();

    private Requests() {}

    static Optional<Inspection> read(byte[] der, Trust trust) {
        try {
            PKCS10CertificationRequest request = new PKCS10CertificationRequest(der);
            return Optional.of(new Inspection(
                    "certification request (PKCS#10, RFC 2986)",
                    new Node("CertificationRequest", "", 0, fields(request)),
                    possession(request, trust),
                    List.of("a request proves that its sender holds the key, and not who the sender is"),
                    Optional.empty()));
        } catch (IOException | RuntimeException notOne) {
            return Optional.empty();
        }
    }

    private static List<Node> fields(PKCS10CertificationRequest request) throws IOException {
        List<Node> fields = new ArrayList<>();
        fields.add(Node.note("subject", request.getSubject().toString()));
        SubjectPublicKeyInfo key = request.getSubjectPublicKeyInfo();
        fields.add(Node.note("public key", key(key.getAlgorithm())));
        fields.add(Node.note("SHA-256 of the public key", HexFormat.of().formatHex(Sha256.of(key.getEncoded()))));
        fields.add(Node.note("signature algorithm", NAMES.getAlgorithmName(request.getSignatureAlgorithm())));
        Extensions extensions = request.getRequestedExtensions();
        if (extensions != null) {
            extensions(extensions, fields);
        }
        for (Attribute attribute : request.getAttributes()) {
            ASN1ObjectIdentifier type = attribute.getAttrType();
            if (type.equals(PKCSObjectIdentifiers.pkcs_9_at_challengePassword)) {
                fields.add(Node.note("challengePassword", "(a secret, not shown)"));
            } else if (!type.equals(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)) {
                fields.add(Node.note("attribute", type.getId()));
            }
        }
        return fields;
    }

    private static String key(AlgorithmIdentifier algorithm) {
        if (algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                && algorithm.getParameters() instanceof ASN1ObjectIdentifier curve) {
            return "elliptic curve "
                    + Optional.ofNullable(NISTNamedCurves.getName(curve)).orElse(curve.getId());
        }
        return NAMES.getAlgorithmName(algorithm);
    }

    private static void extensions(Extensions extensions, List<Node> fields) {
        GeneralNames names = GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
        if (names != null) {
            for (GeneralName name : names.getNames()) {
                fields.add(Node.note(
                        "requested subject alternative name", name.getName().toString()));
            }
        }
        for (ASN1ObjectIdentifier oid : extensions.getExtensionOIDs()) {
            if (!oid.equals(Extension.subjectAlternativeName)) {
                boolean critical = extensions.getExtension(oid).isCritical();
                fields.add(Node.note("requested extension", oid.getId() + (critical ? " (critical)" : "")));
            }
        }
    }

    /** Who asks whether a given key made it is told of that key alone: every request is signed by its own. */
    private static SignatureVerdict possession(PKCS10CertificationRequest request, Trust trust) {
        try {
            boolean holds = request.isSignatureValid(
                    new JcaContentVerifierProviderBuilder().build(request.getSubjectPublicKeyInfo()));
            if (!holds) {
                return new SignatureVerdict.Invalid("not by the key in the request");
            }
            byte[] own = request.getSubjectPublicKeyInfo().getEncoded();
            Optional<String> given = trust.keys().stream()
                    .filter(key -> Arrays.equals(key.key().getEncoded(), own))
                    .map(Trust.NamedKey::name)
                    .findFirst();
            return given.isEmpty() && !trust.isEmpty()
                    ? new SignatureVerdict.NotChecked("it is signed by the key in it, which is none of the given")
                    : new SignatureVerdict.Valid("the key in the request"
                            + given.map(name -> ", which was given as " + name).orElse(""));
        } catch (IOException | PKCSException | OperatorCreationException | RuntimeException unusable) {
            return new SignatureVerdict.NotChecked("the key cannot be used here: " + unusable.getMessage());
        }
    }
}
