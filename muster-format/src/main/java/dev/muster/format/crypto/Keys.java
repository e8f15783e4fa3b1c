package dev.muster.format.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/** Makes, reads and classifies keys. */
public final class Keys {
    private Keys() {}

    /** A fresh EC key on P-256. */
    public static KeyPair generateP256(SecureRandom random) {
        return generate(SignatureScheme.ECDSA_P256_SHA256, random);
    }

    /** A fresh key for a scheme. */
    public static KeyPair generate(SignatureScheme scheme, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(scheme.keyJca());
            switch (scheme) {
                case ECDSA_P256_SHA256 -> generator.initialize(new ECGenParameterSpec(Curve.P256.jca()), random);
                case ECDSA_P384_SHA384 -> generator.initialize(new ECGenParameterSpec(Curve.P384.jca()), random);
                case ECDSA_P521_SHA512 -> generator.initialize(new ECGenParameterSpec(Curve.P521.jca()), random);
                default -> generator.initialize(new NamedParameterSpec(scheme.keyJca()), random);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new CryptoException("cannot generate a key for " + scheme, e);
        }
    }

    /** The scheme a key is for, when it says so: the hash of an EC key is the one of its curve's size. */
    public static Optional<SignatureScheme> scheme(java.security.Key key) {
        if (key instanceof ECKey ec) {
            return Curve.of(ec).map(curve -> switch (curve) {
                case P256 -> SignatureScheme.ECDSA_P256_SHA256;
                case P384 -> SignatureScheme.ECDSA_P384_SHA384;
                case P521 -> SignatureScheme.ECDSA_P521_SHA512;
            });
        }
        String name = key instanceof EdECKey ed ? ed.getParams().getName() : name(key);
        for (SignatureScheme scheme : SignatureScheme.values()) {
            if (scheme.width() == 0 && scheme.jca().equalsIgnoreCase(name)) {
                return Optional.of(scheme);
            }
        }
        return Optional.empty();
    }

    /** ML-DSA keys say their parameter set only in their parameters; EdDSA keys of other providers in their name. */
    private static String name(java.security.Key key) {
        return key instanceof java.security.AsymmetricKey asymmetric
                        && asymmetric.getParams() instanceof NamedParameterSpec named
                ? named.getName()
                : key.getAlgorithm();
    }

    /** A public key from SubjectPublicKeyInfo (RFC 5280) bytes. */
    public static PublicKey publicKey(byte[] spki) {
        String algorithm = SpkiAlgorithm.of(spki, true);
        try {
            return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(spki));
        } catch (GeneralSecurityException e) {
            throw new CryptoException("not a public key", e);
        }
    }

    /** A private key from unencrypted PKCS #8 (RFC 5958) bytes. */
    public static PrivateKey privateKey(byte[] pkcs8) {
        String algorithm = SpkiAlgorithm.of(pkcs8, false);
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new CryptoException("not a private key", e);
        }
    }
}
