package dev.muster.format.cose;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.Verdict.Invalid;
import dev.muster.format.cose.Verdict.Reason;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.SignatureScheme;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks signatures. Immutable and thread-safe. */
public final class CoseVerifier {
    private static final byte[] NONE = {};

    private final Crypto crypto;
    private final CoseProfile profile;
    private final Set<CoseAlgorithm> allowed;
    private final HeaderCheck check;

    private CoseVerifier(Crypto crypto, CoseProfile profile, Set<CoseAlgorithm> allowed, HeaderCheck check) {
        this.crypto = crypto;
        this.profile = profile;
        this.allowed = allowed;
        this.check = check;
    }

    /** The strict verifier with the chosen providers and every algorithm known here. */
    public static CoseVerifier strict() {
        return of(Crypto.standard(), CoseProfile.STRICT);
    }

    /** A verifier with given providers. */
    public static CoseVerifier of(Crypto crypto, CoseProfile profile) {
        return new CoseVerifier(crypto, profile, EnumSet.allOf(CoseAlgorithm.class), HeaderCheck.of(profile));
    }

    /** The same, accepting only these algorithms. */
    public CoseVerifier allowing(Set<CoseAlgorithm> algorithms) {
        return new CoseVerifier(crypto, profile, EnumSet.copyOf(algorithms), check);
    }

    /** The same for a caller that also processes these labels, {@code Long} or {@code String}, so that they may be critical. */
    public CoseVerifier understanding(Set<?> labels) {
        return new CoseVerifier(crypto, profile, allowed, check.understanding(labels));
    }

    /** Checks a message that carries its payload. */
    public Verdict verify(CoseSign1 message, VerificationKey key) {
        return verify(message, key, NONE, Optional.empty());
    }

    /** Checks a message under a COSE_Key. */
    public Verdict verify(CoseSign1 message, CoseKey key) {
        return key.permits(KeyOperation.VERIFY)
                ? verify(message, bind(key, message.headers()), NONE, Optional.empty())
                : Verdict.invalid(Reason.KEY_WRONG, "key_ops of the key do not say that it verifies");
    }

    /** Checks a message whose payload came separately. */
    public Verdict verifyDetached(CoseSign1 message, VerificationKey key, byte[] payload) {
        return verify(message, key, NONE, Optional.of(payload));
    }

    /**
     * Checks a message.
     *
     * @param externalAad bytes that both sides know (RFC 9052 §4.3), usually none
     * @param detached the payload, when the message does not carry it
     */
    public Verdict verify(CoseSign1 message, VerificationKey key, byte[] externalAad, Optional<byte[]> detached) {
        Invalid refused = HeaderCheck.content(message.payload(), detached);
        if (refused == null) {
            refused = headers(message.headers(), key);
        }
        if (refused != null) {
            return refused;
        }
        byte[] content = message.payload().or(() -> detached).orElse(NONE);
        return signature(key, message.toBeSigned(externalAad, content), message.signature());
    }

    /** Checks one signature of a message with several. */
    public Verdict verify(
            CoseSign message,
            CoseSign.Signature signature,
            VerificationKey key,
            byte[] externalAad,
            Optional<byte[]> detached) {
        Invalid refused = HeaderCheck.content(message.payload(), detached);
        if (refused == null) {
            refused = check.crit(message.headers());
        }
        if (refused == null) {
            refused = headers(signature.headers(), key);
        }
        if (refused != null) {
            return refused;
        }
        byte[] content = message.payload().or(() -> detached).orElse(NONE);
        byte[] signed = CoseStructure.signature(message.headers(), signature.headers(), externalAad, content);
        return signature(key, signed, signature.signature());
    }

    /** Checks a countersignature on its target (RFC 9338). */
    public Verdict verify(
            Countersignature.Target target,
            Countersignature countersignature,
            VerificationKey key,
            byte[] externalAad) {
        Invalid refused = null;
        if (countersignature.headers().isPresent()) {
            refused = headers(countersignature.headers().get(), key);
        }
        if (refused != null) {
            return refused;
        }
        byte[] signed = target.toBeSigned(countersignature.headers(), externalAad, countersignature.legacy());
        return signature(key, signed, countersignature.signature());
    }

    /** Binds a COSE_Key: the generic profile lets the message choose when the key does not say. */
    public VerificationKey bind(CoseKey key, CoseHeaders headers) {
        if (profile == CoseProfile.STRICT || key.map().has(CoseKey.ALG)) {
            return key.verificationKey();
        }
        PublicKey open = key.publicKey();
        return headers.any(HeaderLabel.ALG)
                .flatMap(CoseAlgorithm::of)
                .filter(algorithm -> algorithm.scheme(open).isPresent())
                .map(algorithm -> new VerificationKey(algorithm, open))
                .orElseGet(key::verificationKey);
    }

    private Verdict signature(VerificationKey key, byte[] signed, byte[] signature) {
        return crypto.verify(key.scheme(), key.key(), signed, signature)
                ? new Verdict.Valid()
                : Verdict.invalid(Reason.SIGNATURE_WRONG, "signature does not hold under the given key");
    }

    private @Nullable Invalid headers(CoseHeaders headers, VerificationKey key) {
        switch (check.alg(headers, false)) {
            case HeaderCheck.Alg.Refused refused:
                return refused.why();
            case HeaderCheck.Alg.Known known:
                Invalid wrong = fits(known.id(), key);
                if (wrong == null) {
                    wrong = check.crit(headers);
                }
                return wrong != null || profile == CoseProfile.GENERIC ? wrong : certificates(headers, key);
        }
    }

    /** Certificates that the message brings must be the ones of the key it is checked with. */
    private static @Nullable Invalid certificates(CoseHeaders headers, VerificationKey key) {
        try {
            List<X509Certificate> chain = headers.x5chain();
            if (chain.isEmpty()) {
                return null;
            }
            X509Certificate leaf = chain.getFirst();
            if (!Arrays.equals(leaf.getPublicKey().getEncoded(), key.key().getEncoded())) {
                return new Invalid(Reason.X5CHAIN_MISMATCH, "x5chain is for another key");
            }
            return headers.x5t().map(hash -> hash.matches(leaf)).orElse(true)
                    ? null
                    : new Invalid(Reason.X5T_MISMATCH, "x5t is not the hash of the first certificate");
        } catch (MalformedException e) {
            return new Invalid(Reason.X5CHAIN_MISMATCH, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Invalid fits(long id, VerificationKey key) {
        Optional<CoseAlgorithm> known = CoseAlgorithm.of(id);
        if (known.isEmpty()) {
            return HeaderCheck.unknown(Cbor.of(id));
        }
        if (!allowed.contains(known.get())) {
            return new Invalid(Reason.ALG_NOT_ALLOWED, known.get().label() + " is not allowed here");
        }
        SignatureScheme own = key.scheme();
        boolean same = known.get() == key.algorithm()
                || known.get().scheme(key.key()).filter(own::equals).isPresent();
        boolean usual = own == key.algorithm().scheme()
                || profile == CoseProfile.GENERIC
                || key.algorithm() == CoseAlgorithm.EDDSA;
        return same && usual
                ? null
                : new Invalid(
                        Reason.ALG_KEY_MISMATCH,
                        "message says " + known.get().label() + ", key is for "
                                + key.algorithm().label());
    }
}
