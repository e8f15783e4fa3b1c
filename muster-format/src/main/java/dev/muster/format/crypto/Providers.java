package dev.muster.format.crypto;

import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The providers that are worth asking, in the fixed order: Amazon Corretto Crypto Provider, Conscrypt, BouncyCastle, JDK;
 * the JDK first for ML-DSA. They are found by class name, so that their absence is no failure.
 */
final class Providers {
    private static final List<String> CLASSES = List.of(
            "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider",
            "org.conscrypt.OpenSSLProvider",
            "org.bouncycastle.jce.provider.BouncyCastleProvider");

    /** Where the JDK keeps its algorithms. */
    private static final List<String> JDK = List.of("SunEC", "SUN", "SunJCE", "SunRsaSign");

    private Providers() {}

    static List<Provider> present() {
        List<Provider> found = new ArrayList<>();
        CLASSES.forEach(name -> load(found, name));
        found.addAll(jdk());
        return List.copyOf(found);
    }

    /** Only the JDK: what a plain installation has. */
    static List<Provider> jdk() {
        return JDK.stream().map(Security::getProvider).filter(Objects::nonNull).toList();
    }

    private static void load(List<Provider> found, String className) {
        try {
            Provider provider = Class.forName(className)
                    .asSubclass(Provider.class)
                    .getDeclaredConstructor()
                    .newInstance();
            // A provider whose native library did not load may exist as an empty shell.
            if (!provider.getServices().isEmpty()) {
                found.add(provider);
            }
        } catch (ReflectiveOperationException | LinkageError | RuntimeException absent) {
            // Not on the class path, or its native library does not load here: the next one serves.
            return;
        }
    }

    static List<Provider> inOrder(SignatureScheme scheme, List<Provider> providers) {
        List<Provider> order = new ArrayList<>(providers);
        if (scheme.jca().startsWith("ML-DSA")) {
            order.sort(Comparator.comparing(provider -> !provider.getName().equals("SUN")));
        }
        order.removeIf(provider -> provider.getService("Signature", scheme.jca()) == null);
        return order;
    }
}
