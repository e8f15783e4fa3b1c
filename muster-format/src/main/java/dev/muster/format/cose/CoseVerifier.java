package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborInteger;
import dev.muster.format.cose.Verdict.Reason;
import dev.muster.format.crypto.Crypto;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks signatures. Immutable and thread-safe. */
public final class CoseVerifier {
    private static final byte[] NONE = {};

    /** Parameters whose meaning this package enforces or hands to the caller by name. */
    private static final Set<Long> UNDERSTOOD = Set.of(
            HeaderLabel.ALG,
            HeaderLabel.CONTENT_TYPE,
            HeaderLabel.KID,
            HeaderLabel.CWT_CLAIMS,
            HeaderLabel.TYP,
            HeaderLabel.X5CHAIN,
            HeaderLabel.X5T,
            HeaderLabel.PAYLOAD_HASH_ALG,
            HeaderLabel.PREIMAGE_CONTENT_TYPE,
            HeaderLabel.PAYLOAD_LOCATION);

    private final Crypto crypto;
    private final CoseProfile profile;
    private final Set<CoseAlgorithm> allowed;
    private final Set<Long> understood;

    private CoseVerifier(Crypto crypto, CoseProfile profile, Set<CoseAlgorithm> allowed, Set<Long> understood) {
        this.crypto = crypto;
        this.profile = profile;
        this.allowed = allowed;
        this.understood = understood;
    }

    /** The strict verifier with the chosen providers and every algorithm known here. */
    public static CoseVerifier strict() {
        return of(Crypto.standard(), CoseProfile.STRICT);
    }

    /** A verifier with given providers. */
    public static CoseVerifier of(Crypto crypto, CoseProfile profile) {
        return new CoseVerifier(crypto, profile, EnumSet.allOf(CoseAlgorithm.class), UNDERSTOOD);
    }

    /** The same, accepting only these algorithms. */
    public CoseVerifier allowing(Set<CoseAlgorithm> algorithms) {
        return new CoseVerifier(crypto, profile, EnumSet.copyOf(algorithms), understood);
    }

    /** The same for a caller that also processes these header labels, so that they may be critical. */
    public CoseVerifier understanding(Set<Long> labels) {
        Set<Long> more = new java.util.HashSet<>(understood);
        more.addAll(labels);
        return new CoseVerifier(crypto, profile, allowed, Set.copyOf(more));
    }

    /** Checks a message that carries its payload. */
    public Verdict verify(CoseSign1 message, VerificationKey key) {
        return verify(message, key, NONE, Optional.empty());
    }

    /** Checks a message under a COSE_Key. */
    public Verdict verify(CoseSign1 message, CoseKey key) {
        return verify(message, key.verificationKey(), NONE, Optional.empty());
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
        if (message.payload().isPresent() == detached.isPresent()) {
            return detached.isPresent()
                    ? Verdict.invalid(Reason.PAYLOAD_TWICE, "payload is in the message and was also given")
                    : Verdict.invalid(Reason.PAYLOAD_MISSING, "payload is detached and was not given");
        }
        Verdict.Invalid refused = headers(message.headers(), key);
        if (refused != null) {
            return refused;
        }
        byte[] content = message.payload().or(() -> detached).orElse(NONE);
        byte[] signed = message.toBeSigned(externalAad, content);
        return crypto.verify(key.algorithm().scheme(), key.key(), signed, message.signature())
                ? new Verdict.Valid()
                : Verdict.invalid(Reason.SIGNATURE_WRONG, "signature does not hold under the given key");
    }

    private Verdict.@Nullable Invalid headers(CoseHeaders headers, VerificationKey key) {
        Optional<Cbor> alg = headers.alg();
        if (alg.isEmpty()) {
            boolean unprotected = headers.unprotected().has(HeaderLabel.ALG);
            if (!unprotected) {
                return new Verdict.Invalid(Reason.ALG_MISSING, "no alg");
            }
            if (profile == CoseProfile.STRICT) {
                return new Verdict.Invalid(Reason.ALG_UNPROTECTED, "alg is only in the unprotected header");
            }
            alg = headers.unprotected().get(HeaderLabel.ALG);
        }
        Optional<CoseAlgorithm> known =
                alg.filter(CborInteger.class::isInstance).flatMap(id -> CoseAlgorithm.of(id.asLong()));
        if (known.isEmpty()) {
            return new Verdict.Invalid(Reason.ALG_UNKNOWN, "alg " + alg.get());
        }
        if (!allowed.contains(known.get())) {
            return new Verdict.Invalid(Reason.ALG_NOT_ALLOWED, known.get().label() + " is not allowed here");
        }
        if (!known.get().same(key.algorithm())) {
            return new Verdict.Invalid(
                    Reason.ALG_KEY_MISMATCH,
                    "message says " + known.get().label() + ", key is for "
                            + key.algorithm().label());
        }
        return crit(headers);
    }

    /** RFC 9052 §3.1: a non-empty array, protected, of labels that are there and understood. */
    private Verdict.@Nullable Invalid crit(CoseHeaders headers) {
        if (headers.unprotected().has(HeaderLabel.CRIT)) {
            return new Verdict.Invalid(Reason.CRIT_MALFORMED, "crit is unprotected");
        }
        Optional<Cbor> crit = headers.signed(HeaderLabel.CRIT);
        if (crit.isEmpty()) {
            return null;
        }
        if (!(crit.get() instanceof CborArray labels) || labels.size() == 0) {
            return new Verdict.Invalid(Reason.CRIT_MALFORMED, "crit is not a non-empty array");
        }
        for (Cbor label : labels) {
            if (headers.protectedMap().get(label).isEmpty()) {
                return new Verdict.Invalid(Reason.CRIT_MALFORMED, "critical label " + label + " is not protected");
            }
            if (!(label instanceof CborInteger) || !understood.contains(label.asLong())) {
                return new Verdict.Invalid(Reason.CRIT_UNKNOWN, "critical label " + label + " is not understood");
            }
        }
        return null;
    }
}
