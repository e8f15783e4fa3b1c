package dev.muster.cli.inspect;

import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jcajce.interfaces.EdDSAPrivateKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** The public key of a private key file (RFC 5915 §3, RFC 8017 §A.1.2, RFC 8410 §7): test vectors come so. */
final class PrivateHalf {
    private static final Set<ASN1ObjectIdentifier> EDWARDS =
            Set.of(EdECObjectIdentifiers.id_Ed25519, EdECObjectIdentifiers.id_Ed448);

    private PrivateHalf() {}

    /** An RSA public key without an identifier around it (RFC 8017 §A.1.1). */
    static Optional<PublicKey> rsa(byte[] der) {
        RSAPublicKey key = RSAPublicKey.getInstance(der);
        return Optional.of(Keys.rsa(key.getModulus(), key.getPublicExponent()));
    }

    private static Optional<PublicKey> rsa(RSAPrivateKey key) {
        return Optional.of(Keys.rsa(key.getModulus(), key.getPublicExponent()));
    }

    /** A private key of RFC 8410 stands alone; its public half follows from it. */
    private static Optional<PublicKey> edwards(byte[] pkcs8) {
        try {
            KeyFactory keys = KeyFactory.getInstance("EdDSA", new BouncyCastleProvider());
            return keys.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)) instanceof EdDSAPrivateKey key
                    ? Optional.of(Keys.publicKey(key.getPublicKey().getEncoded()))
                    : Optional.empty();
        } catch (GeneralSecurityException broken) {
            return Optional.empty();
        }
    }

    static Optional<PublicKey> publicKey(Pem block) {
        try {
            if (block.label().equals("RSA PRIVATE KEY")) {
                return rsa(RSAPrivateKey.getInstance(block.content()));
            }
            ECPrivateKey key;
            AlgorithmIdentifier algorithm;
            if (block.label().equals("EC PRIVATE KEY")) {
                key = ECPrivateKey.getInstance(ASN1Sequence.getInstance(block.content()));
                algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject());
            } else {
                PrivateKeyInfo info = PrivateKeyInfo.getInstance(block.content());
                if (info.getPrivateKeyAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
                    return rsa(RSAPrivateKey.getInstance(info.parsePrivateKey()));
                }
                if (EDWARDS.contains(info.getPrivateKeyAlgorithm().getAlgorithm())) {
                    return edwards(block.content());
                }
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
