package dev.muster.format.crypto;

import dev.muster.format.der.EcdsaSignature;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Chosen providers, one for each algorithm. A provider is chosen only after it has given the known answer; the choice is
 * the fixed order of {@link Providers}, or what {@link #measured} found to be fastest. Immutable and thread-safe.
 */
public final class Crypto {
    /**
     * Set before the first use, it makes the JDK's own providers the first ones. The others are not even loaded while the JDK has
     * what is asked for: a device that signs once an hour saves a thousand classes, and the JDK is fast enough for it.
     */
    public static final String JDK_FIRST = "muster.crypto.jdk-first";

    private static final class Standard {
        static final Crypto CHOSEN = Boolean.getBoolean(JDK_FIRST) ? jdkFirst() : of(Providers.present());
    }

    private final List<Provider> providers;
    private final Map<SignatureScheme, Optional<Provider>> signatures;

    /** Whether there may be others, which are asked when none of these has something. */
    private final boolean others;

    private Crypto(List<Provider> providers, Map<SignatureScheme, Optional<Provider>> chosen, boolean others) {
        this.providers = List.copyOf(providers);
        this.others = others;
        this.signatures = new ConcurrentHashMap<>(chosen);
    }

    /** The providers of this machine, chosen by known answers in the fixed order, each scheme on its first use. */
    public static Crypto standard() {
        return Standard.CHOSEN;
    }

    /** Only these providers, in this order, chosen by known answers. */
    public static Crypto of(List<Provider> providers) {
        return new Crypto(providers, Map.of(), false);
    }

    /** See {@link #JDK_FIRST}. */
    static Crypto jdkFirst() {
        return new Crypto(Providers.jdk(), Map.of(), true);
    }

    /** Asked at the first use of a scheme: all of them together cost a command half a second before its first work. */
    private Optional<Provider> choose(SignatureScheme scheme) {
        Optional<Provider> first = choose(scheme, providers);
        return first.isEmpty() && others ? choose(scheme, Providers.present()) : first;
    }

    private static Optional<Provider> choose(SignatureScheme scheme, List<Provider> providers) {
        return Providers.inOrder(scheme, providers).stream()
                .filter(provider -> KnownAnswers.correct(scheme, provider))
                .findFirst();
    }

    /**
     * Asks for all known answers now, so that a server finds out at its start and not at its first signature.
     *
     * @return schemes for which no provider gives the known answer
     */
    public Set<SignatureScheme> unanswered() {
        Set<SignatureScheme> without = EnumSet.noneOf(SignatureScheme.class);
        for (SignatureScheme scheme : SignatureScheme.values()) {
            if (provider(scheme) == null) {
                without.add(scheme);
            }
        }
        return without;
    }

    /**
     * Makes the provider chosen for ES256 the first of this process, so that whoever names none gets it too: TLS and path
     * validation, where most of the signatures of a server are. Only for a provider of primitives: one that brings its own
     * TLS or its own certificates would change more than the speed.
     *
     * @return whether it is first now
     */
    public boolean preferEverywhere() {
        Provider chosen = provider(SignatureScheme.ECDSA_P256_SHA256);
        if (chosen == null
                || chosen.getService("SSLContext", "TLS") != null
                || chosen.getService("CertificateFactory", "X.509") != null) {
            return false;
        }
        Security.removeProvider(chosen.getName());
        return Security.insertProviderAt(chosen, 1) == 1;
    }

    /** The fastest provider for each scheme, as measured within this time in all; 200 ms are enough. */
    public static Crypto measured(Duration budget) {
        List<Provider> present = standard().providers();
        Map<SignatureScheme, Optional<Provider>> chosen = new EnumMap<>(SignatureScheme.class);
        Map<SignatureScheme, Double> best = new EnumMap<>(SignatureScheme.class);
        for (ProviderChoice row : ProviderTable.measure(standard(), present, budget)) {
            double micros = row.microsPerVerify().orElse(Double.MAX_VALUE);
            if (row.knownAnswer() && micros < best.getOrDefault(row.scheme(), Double.MAX_VALUE)) {
                best.put(row.scheme(), micros);
                chosen.put(row.scheme(), Optional.of(row.provider()));
            }
        }
        return new Crypto(present, chosen, false);
    }

    /** Every provider's answer and speed for every scheme, and which one is chosen here: for {@code muster doctor}. */
    public List<ProviderChoice> table(Duration budget) {
        return ProviderTable.measure(this, providers(), budget);
    }

    /** The providers that work here, best first. */
    public List<Provider> providers() {
        return others ? Providers.present() : providers;
    }

    /** The first provider that signs under a name of the JCA, in the fixed order; null when none does. */
    @Nullable
    Provider signing(String jca) {
        return Stream.concat(
                        providers.stream(),
                        Stream.of(true).filter(more -> others).flatMap(more -> Providers.present().stream()))
                .filter(provider -> provider.getService("Signature", jca) != null)
                .findFirst()
                .orElse(null);
    }

    /** The provider chosen for a scheme, null when none has it. */
    public @Nullable Provider provider(SignatureScheme scheme) {
        return signatures.computeIfAbsent(scheme, this::choose).orElse(null);
    }

    /** The same key in the chosen provider's own form, so that verifying does not convert it every time. */
    public PublicKey prepare(SignatureScheme scheme, PublicKey key) {
        return (PublicKey) translated(scheme, key);
    }

    /** The same for signing; a key inside a token stays as it is. */
    public PrivateKey prepare(SignatureScheme scheme, PrivateKey key) {
        return key.getEncoded() == null ? key : (PrivateKey) translated(scheme, key);
    }

    private Key translated(SignatureScheme scheme, Key key) {
        Provider provider = provider(scheme);
        if (provider == null || provider.getService("KeyFactory", scheme.keyJca()) == null) {
            return key;
        }
        try {
            return KeyFactory.getInstance(scheme.keyJca(), provider).translateKey(key);
        } catch (GeneralSecurityException e) {
            return key;
        }
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
        return verify(scheme, provider(scheme), key, message, signature);
    }

    static boolean verify(
            SignatureScheme scheme, @Nullable Provider provider, PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature engine = engine(scheme, provider);
            engine.initVerify(key);
            engine.update(message);
            return holds(engine, scheme.width() == 0 ? signature : EcdsaSignature.toDer(signature));
        } catch (GeneralSecurityException e) {
            throw new CryptoException("cannot verify " + scheme, e);
        }
    }

    /** Providers answer a signature of the wrong shape with false, with their exception, or with an unchecked one. */
    private static boolean holds(Signature engine, byte[] signature) {
        try {
            return engine.verify(signature);
        } catch (SignatureException | RuntimeException wrongShape) {
            return false;
        }
    }

    /** Signs the message; the signature has the shape that {@link #verify} reads. */
    public byte[] sign(SignatureScheme scheme, PrivateKey key, byte[] message) {
        try {
            // A key inside a token has no bytes: only the provider that holds it can use it, and the JDK finds that
            // one.
            Signature engine = engine(scheme, key.getEncoded() == null ? null : provider(scheme));
            engine.initSign(key);
            engine.update(message);
            byte[] signature = engine.sign();
            return scheme.width() == 0 ? signature : EcdsaSignature.toRaw(signature, scheme.width());
        } catch (GeneralSecurityException e) {
            throw new CryptoException("cannot sign " + scheme, e);
        }
    }

    /**
     * The same, and the same key and message give the same bytes on every machine: ECDSA by RFC 6979. Where the key lies in a
     * token, or no provider here can do that, they differ each time.
     */
    public byte[] signRepeatably(SignatureScheme scheme, PrivateKey key, byte[] message) {
        String algorithm = scheme.width() == 0
                ? ""
                : scheme.hash().map(HashName::repeatableEcdsa).orElse("");
        Optional<Provider> able = providers.stream()
                .filter(provider -> provider.getService("Signature", algorithm) != null)
                .findFirst();
        if (able.isEmpty() || key.getEncoded() == null) {
            return sign(scheme, key, message);
        }
        try {
            PrivateKey its = (PrivateKey)
                    KeyFactory.getInstance(scheme.keyJca(), able.get()).translateKey(key);
            return RepeatableEcdsa.sign(scheme.hash().orElseThrow(), scheme.width(), its, message);
        } catch (GeneralSecurityException e) {
            throw new CryptoException("cannot sign " + scheme, e);
        }
    }

    private static Signature engine(SignatureScheme scheme, @Nullable Provider provider)
            throws GeneralSecurityException {
        Signature engine =
                provider == null ? Signature.getInstance(scheme.jca()) : Signature.getInstance(scheme.jca(), provider);
        if (scheme.pss()) {
            HashName hash = scheme.hash().orElseThrow();
            engine.setParameter(new PSSParameterSpec(
                    hash.digest(),
                    "MGF1",
                    new MGF1ParameterSpec(hash.digest()),
                    hash.length(),
                    PSSParameterSpec.TRAILER_FIELD_BC));
        }
        return engine;
    }

    /** A cipher of the JDK, which uses the processor's AES; of another provider when the JDK has none. */
    Cipher cipher(String transformation) throws GeneralSecurityException {
        try {
            return Cipher.getInstance(transformation);
        } catch (NoSuchAlgorithmException absent) {
            for (Provider provider : providers()) {
                try {
                    return Cipher.getInstance(transformation, provider);
                } catch (NoSuchAlgorithmException alsoAbsent) {
                    absent.addSuppressed(alsoAbsent);
                }
            }
            throw absent;
        }
    }

    Mac mac(String name) throws GeneralSecurityException {
        return Mac.getInstance(name);
    }

    KeyAgreement keyAgreement(String name) throws GeneralSecurityException {
        return KeyAgreement.getInstance(name);
    }
}
