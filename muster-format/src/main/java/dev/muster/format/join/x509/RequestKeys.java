package dev.muster.format.join.x509;

import dev.muster.format.crypto.X509Signature;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Algorithm identifiers of a request, looked at before any provider is asked to make a key of it. */
final class RequestKeys {

    /** P-256, P-384, P-521 (RFC 5480 §2.1.1.1). */
    private static final Set<String> CURVES = Set.of("1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35");

    /** RSA (RFC 8017), RSASSA-PSS, Ed25519 (RFC 8410), ML-DSA (RFC 9881). */
    private static final Set<String> OTHERS = Set.of(
            "1.2.840.113549.1.1.1",
            "1.2.840.113549.1.1.10",
            "1.3.101.112",
            "2.16.840.1.101.3.4.3.17",
            "2.16.840.1.101.3.4.3.18",
            "2.16.840.1.101.3.4.3.19");

    private RequestKeys() {}

    /** Why no key of this algorithm is taken, in words for people; empty when one is. */
    static Optional<String> strange(AlgorithmIdentifier key) {
        String oid = key.getAlgorithm().getId();
        if (!key.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return OTHERS.contains(oid)
                    ? Optional.empty()
                    : Optional.of("a key of algorithm " + oid + "; " + KeyType.all() + " are taken");
        }
        if (!(key.getParameters() instanceof ASN1ObjectIdentifier curve)) {
            return Optional.of("an elliptic-curve key without the name of its curve (RFC 5480 §2.1.1)");
        }
        return CURVES.contains(curve.getId())
                ? Optional.empty()
                : Optional.of("a key on the curve " + curve.getId() + "; " + KeyType.all() + " are taken");
    }

    /** The signature algorithm, empty when it is not known or not sound. */
    static Optional<X509Signature> signature(AlgorithmIdentifier algorithm) throws IOException {
        byte[] parameters = algorithm.getParameters() == null
                ? null
                : algorithm.getParameters().toASN1Primitive().getEncoded(ASN1Encoding.DER);
        return X509Signature.of(algorithm.getAlgorithm().getId(), parameters);
    }
}
