package dev.muster.format.crypto;

import dev.muster.format.der.EcdsaSignature;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chosen providers, one for each algorithm. Immutable and thread-safe. */
public final class Crypto {
    private static final class Standard {
        static final Crypto CHOSEN = new Crypto(Providers.present());
    }

    private final List<Provider> providers;
    private final Map<SignatureScheme, Provider> signatures = new EnumMap<>(SignatureScheme.class);

    private Crypto(List<Provider> providers) {
        this.providers = List.copyOf(providers);
        for (SignatureScheme scheme : SignatureScheme.values()) {
            for (Provider provider : Providers.inOrder(scheme, providers)) {
                if (provider.getService("Signature", scheme.jca()) != null) {
                    signatures.put(scheme, provider);
                    break;
                }
            }
        }
    }

    /** The providers of this machine, chosen on first use. */
    public static Crypto standard() {
        return Standard.CHOSEN;
    }

    /** Only these providers, in this order, without measuring: for tests and comparisons. */
    public static Crypto of(List<Provider> providers) {
        return new Crypto(providers);
    }

    /** The providers that work here, best first. */
    public List<Provider> providers() {
        return providers;
    }

    /** The provider chosen for a scheme, null when none has it. */
    public @Nullable Provider provider(SignatureScheme scheme) {
        return signatures.get(scheme);
    }

    /**
     * Verifies a signature over the message. False for every signature that is wrong, of whatever shape.
     *
     * @param signature for ECDSA {@code r || s} in full width; else the scheme's own bytes
     */
    public boolean verify(SignatureScheme scheme, PublicKey key, byte[] message, byte[] signature) {
        if (scheme.width() != 0 && signature.length != 2 * scheme.width()) {
            return false;
        }
        try {
            Signature engine = engine(scheme, signatures.get(scheme));
            engine.initVerify(key);
            engine.update(message);
            return engine.verify(scheme.width() == 0 ? signature : EcdsaSignature.toDer(signature));
        } catch (java.security.SignatureException wrong) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new CryptoException("cannot verify " + scheme, e);
        }
    }

    /** Signs the message; the signature has the shape that {@link #verify} reads. */
    public byte[] sign(SignatureScheme scheme, PrivateKey key, byte[] message) {
        try {
            // A key inside a token has no bytes: only the provider that holds it can use it, and the JDK finds that
            // one.
            Signature engine = engine(scheme, key.getEncoded() == null ? null : signatures.get(scheme));
            engine.initSign(key);
            engine.update(message);
            byte[] signature = engine.sign();
            return scheme.width() == 0 ? signature : EcdsaSignature.toRaw(signature, scheme.width());
        } catch (GeneralSecurityException e) {
            throw new CryptoException("cannot sign " + scheme, e);
        }
    }

    private static Signature engine(SignatureScheme scheme, @Nullable Provider provider)
            throws GeneralSecurityException {
        return provider == null ? Signature.getInstance(scheme.jca()) : Signature.getInstance(scheme.jca(), provider);
    }

    /** Finds providers by class name, so that their absence is no failure. */
    private static final class Providers {
        static List<Provider> present() {
            List<Provider> found = new ArrayList<>();
            load(found, "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider");
            load(found, "org.conscrypt.OpenSSLProvider");
            load(found, "org.bouncycastle.jce.provider.BouncyCastleProvider");
            for (String name : List.of("SunEC", "SUN", "SunJCE", "SunRsaSign")) {
                Provider provider = Security.getProvider(name);
                if (provider != null) {
                    found.add(provider);
                }
            }
            return found;
        }

        private static void load(List<Provider> found, String className) {
            try {
                found.add(Class.forName(className)
                        .asSubclass(Provider.class)
                        .getDeclaredConstructor()
                        .newInstance());
            } catch (ReflectiveOperationException | LinkageError | SecurityException absent) {
                // Not on the class path, or its native library does not load here: the next one serves.
                return;
            }
        }

        static List<Provider> inOrder(SignatureScheme scheme, List<Provider> providers) {
            List<Provider> order = new ArrayList<>(providers);
            if (scheme.jca().startsWith("ML-DSA")) {
                order.sort(java.util.Comparator.comparing(
                        provider -> !provider.getName().startsWith("SUN")));
            }
            return order;
        }
    }
}
