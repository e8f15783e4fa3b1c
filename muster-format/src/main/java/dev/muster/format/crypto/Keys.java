package dev.muster.format.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.XECKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes, reads and classifies keys. */
public final class Keys {
    /** RFC 8230 §6.1: shorter keys must not be used. */
    private static final int RSA_BITS_LEAST = 2048;

    /** Longer ones cost more to verify with than any signature is worth (RFC 8230 §6.1 asks for a limit). */
    private static final int RSA_BITS_MOST = 16384;

    /** About the strength of P-256 (NIST SP 800-57 part 1). */
    private static final int RSA_BITS_NEW = 3072;

    private Keys() {}

    /** A fresh EC key on P-256. */
    public static KeyPair generateP256(SecureRandom random) {
        return generate(SignatureScheme.ECDSA_P256_SHA256, random);
    }

    /** A fresh key for a scheme. */
    public static KeyPair generate(SignatureScheme scheme, SecureRandom random) {
        try {
            Provider own = lattice(scheme.keyJca());
            KeyPairGenerator generator = own == null
                    ? KeyPairGenerator.getInstance(scheme.keyJca())
                    : KeyPairGenerator.getInstance(scheme.keyJca(), own);
            generator.initialize(parameters(scheme), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new CryptoException("cannot generate a key for " + scheme, e);
        }
    }

    private static AlgorithmParameterSpec parameters(SignatureScheme scheme) {
        if (scheme.pss()) {
            return new RSAKeyGenParameterSpec(RSA_BITS_NEW, RSAKeyGenParameterSpec.F4);
        }
        return scheme.curve()
                .<AlgorithmParameterSpec>map(curve -> new ECGenParameterSpec(curve.jca()))
                .orElseGet(() -> new NamedParameterSpec(scheme.keyJca()));
    }

    /** An RSA public key of 2048 to 16384 bits (RFC 8230 §4 and §6). */
    public static PublicKey rsa(BigInteger modulus, BigInteger exponent) {
        int bits = modulus.bitLength();
        if (modulus.signum() <= 0 || bits < RSA_BITS_LEAST || bits > RSA_BITS_MOST) {
            throw new CryptoException("RSA key of " + bits + " bits");
        }
        try {
            return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
        } catch (GeneralSecurityException e) {
            throw new CryptoException("not an RSA key", e);
        }
    }

    /** True when the key is long enough to be believed and short enough to be computed with. */
    public static boolean fitRsa(RSAKey key) {
        int bits = key.getModulus().bitLength();
        return bits >= RSA_BITS_LEAST && bits <= RSA_BITS_MOST;
    }

    /** A fresh key of the same kind and curve as another: EC, X25519 or X448. */
    public static KeyPair generateLike(PublicKey other, SecureRandom random) {
        try {
            if (other instanceof ECKey ec) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(ec.getParams(), random);
                return generator.generateKeyPair();
            }
            if (other instanceof XECKey x) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("XDH");
                generator.initialize(x.getParams(), random);
                return generator.generateKeyPair();
            }
        } catch (GeneralSecurityException e) {
            throw new CryptoException("cannot generate a key", e);
        }
        throw new CryptoException("no key agreement with a key of " + other.getAlgorithm());
    }

    /** The ML-DSA key that grows from a seed of 32 bytes (FIPS 204 §6.1). */
    public static KeyPair mlDsa(SignatureScheme scheme, byte[] seed) {
        if (seed.length != Seed.BYTES) {
            throw new CryptoException("seed of " + seed.length + " bytes");
        }
        return generate(scheme, new Seed(seed));
    }

    /** Key generation draws exactly one seed, so a source that gives it makes generation repeatable. */
    private static final class Seed extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private static final int BYTES = 32;

        private final byte[] seed;

        Seed(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] out) {
            if (out.length != seed.length) {
                throw new CryptoException("provider draws " + out.length + " bytes in place of a seed");
            }
            System.arraycopy(seed, 0, out, 0, out.length);
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
        if (key.getAlgorithm().equals("HSS")) {
            return Optional.of(SignatureScheme.HSS_LMS);
        }
        String name = key instanceof EdECKey ed ? ed.getParams().getName() : name(key);
        for (SignatureScheme scheme : SignatureScheme.values()) {
            if (scheme.width() == 0 && !scheme.pss() && scheme.jca().equalsIgnoreCase(name)) {
                return Optional.of(scheme);
            }
        }
        return Optional.empty();
    }

    /** ML-DSA keys say their parameter set only in their parameters; EdDSA keys of other providers in their name. */
    private static String name(java.security.Key key) {
        if (key instanceof java.security.AsymmetricKey asymmetric
                && asymmetric.getParams() instanceof NamedParameterSpec named) {
            return named.getName();
        }
        byte[] encoded = key.getAlgorithm().equals("ML-DSA") ? key.getEncoded() : null;
        // Some providers say the family only, and the set in the bytes.
        return encoded == null ? key.getAlgorithm() : SpkiAlgorithm.of(encoded, key instanceof PublicKey);
    }

    /**
     * The provider that signs with ML-DSA here, for keys of ML-DSA; null for others. Private keys have three forms, and no
     * provider reads all of them, so a key is made where it is used.
     */
    private static @Nullable Provider lattice(String algorithm) {
        return algorithm.startsWith("ML-DSA") ? Security.getProvider("SUN") : null;
    }

    /** A public key from SubjectPublicKeyInfo (RFC 5280) bytes. */
    public static PublicKey publicKey(byte[] spki) {
        String algorithm = SpkiAlgorithm.of(spki, true);
        try {
            return factory(algorithm).generatePublic(new X509EncodedKeySpec(spki));
        } catch (GeneralSecurityException e) {
            throw new CryptoException("not a public key", e);
        }
    }

    /** A private key from unencrypted PKCS #8 (RFC 5958) bytes. */
    public static PrivateKey privateKey(byte[] pkcs8) {
        String algorithm = SpkiAlgorithm.of(pkcs8, false);
        try {
            return factory(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new CryptoException("not a private key", e);
        }
    }

    private static KeyFactory factory(String algorithm) throws GeneralSecurityException {
        Provider own = lattice(algorithm);
        if (own != null) {
            return KeyFactory.getInstance(algorithm, own);
        }
        if (!algorithm.equals("LMS")) {
            return KeyFactory.getInstance(algorithm);
        }
        // No JDK provider has LMS.
        for (Provider provider : Providers.present()) {
            if (provider.getService("KeyFactory", algorithm) != null) {
                return KeyFactory.getInstance(algorithm, provider);
            }
        }
        throw new NoSuchAlgorithmException("no provider has " + algorithm);
    }
}
