package dev.muster.cli.inspect;

import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import java.io.IOException;
import java.security.PublicKey;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** The public key that an EC private key file carries beside the secret (RFC 5915 §3): test vectors come so. */
final class PrivateHalf {
    private PrivateHalf() {}

    static Optional<PublicKey> publicKey(Pem block) {
        try {
            ECPrivateKey key;
            AlgorithmIdentifier algorithm;
            if (block.label().equals("EC PRIVATE KEY")) {
                key = ECPrivateKey.getInstance(ASN1Sequence.getInstance(block.content()));
                algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject());
            } else {
                PrivateKeyInfo info = PrivateKeyInfo.getInstance(block.content());
                key = ECPrivateKey.getInstance(info.parsePrivateKey());
                algorithm = info.getPrivateKeyAlgorithm();
            }
            if (key.getPublicKey() == null) {
                return Optional.empty();
            }
            byte[] spki = new SubjectPublicKeyInfo(algorithm, key.getPublicKey().getBytes()).getEncoded();
            return Optional.of(Keys.publicKey(spki));
        } catch (IOException | IllegalArgumentException notEc) {
            return Optional.empty();
        }
    }
}
