package dev.muster.format.join.x509;

import dev.muster.format.crypto.KeptSigner;
import java.security.PrivateKey;
import java.security.PublicKey;

/**
 * What is the same in all certificates of one issuer.
 *
 * @param name DER of who issues
 * @param authorityKey DER of the extension that names the issuer's key
 * @param algorithm DER of the signature's AlgorithmIdentifier
 */
record SigningParts(byte[] name, byte[] authorityKey, byte[] algorithm, KeptSigner signer) {

    /** @throws X509Exception when the key is none of {@link KeyType} */
    static SigningParts of(byte[] name, byte[] keyIdentifier, PublicKey key, PrivateKey signing) {
        KeyType type = KeyType.of(key)
                .orElseThrow(() -> new X509Exception("issuer's key is none of " + KeyType.all(), "certificate"));
        return new SigningParts(
                name,
                CertificateExtensions.authorityKey(keyIdentifier),
                type.signatureAlgorithmDer(),
                type.signer(signing));
    }
}
