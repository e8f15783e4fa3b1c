package dev.muster.format.crypto;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A signature algorithm as X.509 and PKCS #10 name it (RFC 5280 §4.1.1.2), with signatures in the bytes that they carry:
 * for ECDSA a DER pair of numbers. Knows every algorithm whose hash is sound, whatever the curve it comes with (RFC 5758,
 * RFC 8017, RFC 8410, RFC 9688, RFC 9881); SHA-1, SHA-224 and MD5 are not among them.
 *
 * @param jca name of the JCA {@code Signature}
 * @param family kind of key it goes with: {@code EC}, {@code RSA}, or the name of the one key type
 */
public record X509Signature(String jca, String family, Optional<PSSParameterSpec> pss) {

    private static final String PSS_OID = "1.2.840.113549.1.1.10";

    private static final Map<String, X509Signature> KNOWN = Map.ofEntries(
            known("1.2.840.10045.4.3.2", "SHA256withECDSA", "EC"),
            known("1.2.840.10045.4.3.3", "SHA384withECDSA", "EC"),
            known("1.2.840.10045.4.3.4", "SHA512withECDSA", "EC"),
            known("2.16.840.1.101.3.4.3.10", "SHA3-256withECDSA", "EC"),
            known("2.16.840.1.101.3.4.3.11", "SHA3-384withECDSA", "EC"),
            known("2.16.840.1.101.3.4.3.12", "SHA3-512withECDSA", "EC"),
            known("1.2.840.113549.1.1.11", "SHA256withRSA", "RSA"),
            known("1.2.840.113549.1.1.12", "SHA384withRSA", "RSA"),
            known("1.2.840.113549.1.1.13", "SHA512withRSA", "RSA"),
            known("1.3.101.112", "Ed25519", "Ed25519"),
            known("2.16.840.1.101.3.4.3.17", "ML-DSA-44", "ML-DSA-44"),
            known("2.16.840.1.101.3.4.3.18", "ML-DSA-65", "ML-DSA-65"),
            known("2.16.840.1.101.3.4.3.19", "ML-DSA-87", "ML-DSA-87"));

    private static final List<String> SOUND_HASHES = List.of("SHA-256", "SHA-384", "SHA-512");

    private static Map.Entry<String, X509Signature> known(String oid, String jca, String family) {
        return Map.entry(oid, new X509Signature(jca, family, Optional.empty()));
    }

    /**
     * The algorithm of an AlgorithmIdentifier, empty when it is unknown or its hash is not sound.
     *
     * @param oid dotted
     * @param parameters DER, null when absent
     */
    public static Optional<X509Signature> of(String oid, byte @Nullable [] parameters) {
        if (!oid.equals(PSS_OID)) {
            return Optional.ofNullable(KNOWN.get(oid));
        }
        try {
            AlgorithmParameters read = AlgorithmParameters.getInstance("RSASSA-PSS");
            if (parameters == null) {
                return Optional.empty(); // the defaults are SHA-1
            }
            read.init(parameters);
            PSSParameterSpec pss = read.getParameterSpec(PSSParameterSpec.class);
            boolean sound = SOUND_HASHES.contains(pss.getDigestAlgorithm())
                    && pss.getMGFParameters() instanceof MGF1ParameterSpec mask
                    && SOUND_HASHES.contains(mask.getDigestAlgorithm());
            return sound ? Optional.of(new X509Signature("RSASSA-PSS", "RSA", Optional.of(pss))) : Optional.empty();
        } catch (GeneralSecurityException | IOException e) {
            return Optional.empty();
        }
    }

    /** Whether a key of this kind can have made such a signature. */
    public boolean fits(Key key) {
        return switch (family) {
            case "EC" -> key instanceof ECKey;
            case "RSA" -> key instanceof RSAKey;
            default ->
                Keys.scheme(key).filter(scheme -> scheme.jca().equals(family)).isPresent();
        };
    }

    /** Whether the signature is by the key; false for one of whatever wrong shape. */
    public boolean verify(PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature engine = engine(key);
            engine.initVerify(key);
            engine.update(message);
            return engine.verify(signature);
        } catch (SignatureException | RuntimeException wrongShape) {
            // Providers answer a signature of the wrong shape with false, with their exception, or with an unchecked
            // one.
            return false;
        } catch (GeneralSecurityException e) {
            throw new CryptoException("cannot verify " + jca, e);
        }
    }

    /** Signs the message. */
    public byte[] sign(PrivateKey key, byte[] message) {
        try {
            Signature engine = signing(key);
            engine.update(message);
            return engine.sign();
        } catch (GeneralSecurityException e) {
            throw new CryptoException("cannot sign " + jca, e);
        }
    }

    /** An engine that is set up to sign with this key. */
    Signature signing(PrivateKey key) {
        try {
            Signature engine = key.getEncoded() == null ? Signature.getInstance(jca) : engine(key);
            pss.ifPresent(parameters -> set(engine, parameters));
            engine.initSign(key);
            return engine;
        } catch (GeneralSecurityException e) {
            throw new CryptoException("cannot sign " + jca, e);
        }
    }

    /** The first provider that has it, in the fixed order; the JDK's own where that order has none. */
    private Signature engine(Key key) throws GeneralSecurityException {
        Provider provider = Keys.scheme(key)
                .filter(scheme -> scheme.jca().equals(jca))
                .map(scheme -> Crypto.standard().provider(scheme))
                .orElseGet(() -> Crypto.standard().signing(jca));
        Signature engine = provider == null ? Signature.getInstance(jca) : Signature.getInstance(jca, provider);
        pss.ifPresent(parameters -> set(engine, parameters));
        return engine;
    }

    private static void set(Signature engine, PSSParameterSpec parameters) {
        try {
            engine.setParameter(parameters);
        } catch (GeneralSecurityException e) {
            throw new CryptoException("cannot use these PSS parameters", e);
        }
    }
}
