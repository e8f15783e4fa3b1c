package dev.muster.format.update.suit;

import dev.muster.format.MalformedException;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseMac0;
import dev.muster.format.cose.CoseMacVerifier;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Crypto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Checks who signed an envelope, over the received bytes and before anybody looks into the manifest (manifest §6.2). One
 * trusted signature is enough; signatures of strangers beside it do no harm. Immutable and thread-safe.
 */
public final class EnvelopeVerifier {
    /** What may sign a manifest here: the P-256 pair of the drafts, the MTI profiles, larger curves and ML-DSA. */
    static final Set<CoseAlgorithm> ALGORITHMS = Collections.unmodifiableSet(EnumSet.of(
            CoseAlgorithm.ES256,
            CoseAlgorithm.ESP256,
            CoseAlgorithm.ES384,
            CoseAlgorithm.ESP384,
            CoseAlgorithm.ES512,
            CoseAlgorithm.ESP512,
            CoseAlgorithm.EDDSA,
            CoseAlgorithm.ED25519,
            CoseAlgorithm.ML_DSA_44,
            CoseAlgorithm.ML_DSA_65,
            CoseAlgorithm.ML_DSA_87,
            CoseAlgorithm.HSS_LMS));

    private static final CoseVerifier VERIFIER = CoseVerifier.strict().allowing(ALGORITHMS);

    private static final byte[] NO_AAD = {};

    private static final Verification.Refused NOBODY =
            new Verification.Refused(Reason.UNAUTHORISED, "signed by nobody that is trusted here");

    private final List<Signer> trusted;
    private final List<SharedKey> shared;
    private final int atLeast;

    /**
     * Someone whose manifests are obeyed.
     *
     * @param name for reports and pages; who counts signers counts names, so no two may share one
     */
    public record Signer(String name, VerificationKey key) {}

    /**
     * Someone who shares a key with this device, which so cannot show others who gave a command.
     *
     * @param key symmetric, for COSE_Mac0
     */
    public record SharedKey(String name, CoseKey key) {}

    /** What checking came to. */
    public sealed interface Verification {
        /** Signed by these, at least one, and the manifest is the one they signed. */
        record Verified(List<String> signers) implements Verification {
            public Verified {
                signers = List.copyOf(signers);
            }
        }

        /** Not to be obeyed. */
        record Refused(Reason reason, String detail) implements Verification {}
    }

    public EnvelopeVerifier(List<Signer> trusted) {
        this(trusted, List.of());
    }

    public EnvelopeVerifier(List<Signer> trusted, List<SharedKey> shared) {
        this(trusted, shared, 1);
    }

    private EnvelopeVerifier(List<Signer> trusted, List<SharedKey> shared, int atLeast) {
        // The provider's own form of a key, made once: what a verification costs is then the signature.
        this.trusted = trusted.stream()
                .map(signer -> new Signer(signer.name(), signer.key().prepared(Crypto.standard())))
                .toList();
        this.shared = List.copyOf(shared);
        this.atLeast = atLeast;
    }

    /** Checks one signature as those of envelopes are checked, for other messages of the same signers. */
    public static CoseVerifier signatures() {
        return VERIFIER;
    }

    /** The same, but so many different signers are needed: n of the m that are trusted. One who signs twice is one. */
    public EnvelopeVerifier atLeast(int signers) {
        if (signers < 1) {
            throw new IllegalArgumentException("at least " + signers);
        }
        return new EnvelopeVerifier(trusted, shared, signers);
    }

    public Verification verify(Envelope envelope) {
        Authentication authentication = envelope.authentication();
        if (authentication.blocks().isEmpty()) {
            return new Verification.Refused(Reason.UNAUTHORISED, "the envelope is not signed");
        }
        List<String> signers = new ArrayList<>();
        Verification.Refused worst = NOBODY;
        for (Authentication.Block block : authentication.blocks()) {
            switch (check(block, authentication.digestBytes())) {
                case Verification.Verified good -> signers.addAll(good.signers());
                case Verification.Refused bad -> worst = bad;
            }
        }
        if (signers.isEmpty()) {
            return worst;
        }
        if (!authentication.digest().matchesWrapped(envelope.manifestBytes())) {
            return new Verification.Refused(
                    Reason.UNAUTHORISED, "the manifest does not have the digest that was signed");
        }
        List<String> different = signers.stream().distinct().toList();
        if (different.size() < atLeast) {
            return new Verification.Refused(
                    Reason.UNAUTHORISED, different.size() + " of the " + atLeast + " signers that it needs");
        }
        return new Verification.Verified(signers);
    }

    private Verification check(Authentication.Block block, byte[] signed) {
        try {
            if (block.tag() == CodePoints.TAG_COSE_SIGN1) {
                CoseSign1 message = CoseSign1.parse(block.encoded());
                return signed(key -> VERIFIER.verifyDetached(message, key, signed));
            }
            if (block.tag() == CodePoints.TAG_COSE_SIGN) {
                CoseSign message = CoseSign.parse(block.encoded(), CoseProfile.STRICT);
                return signed(key -> any(message, key, signed));
            }
            if (block.tag() == CodePoints.TAG_COSE_MAC0) {
                CoseMac0 message = CoseMac0.parse(block.encoded(), CoseProfile.STRICT);
                return authenticated(message, signed);
            }
        } catch (MalformedException e) {
            return new Verification.Refused(Reason.CBOR_PARSE, "an unreadable signature: " + e.getMessage());
        }
        return new Verification.Refused(Reason.COSE_UNSUPPORTED, "COSE tag " + block.tag() + " is not supported");
    }

    private Verification signed(Function<VerificationKey, Verdict> verify) {
        Verification.Refused worst = NOBODY;
        for (Signer signer : trusted) {
            Verdict verdict = verify.apply(signer.key());
            if (verdict instanceof Verdict.Valid) {
                return new Verification.Verified(List.of(signer.name()));
            }
            worst = worse(worst, verdict);
        }
        return worst;
    }

    private Verification authenticated(CoseMac0 message, byte[] signed) {
        CoseMacVerifier verifier = CoseMacVerifier.of(Crypto.standard(), CoseProfile.STRICT);
        Verification.Refused worst = NOBODY;
        for (SharedKey one : shared) {
            Verdict verdict = verifier.verify(message, one.key(), NO_AAD, Optional.of(signed));
            if (verdict instanceof Verdict.Valid) {
                return new Verification.Verified(List.of(one.name()));
            }
            worst = worse(worst, verdict);
        }
        return worst;
    }

    /** One signature by this key is enough, whoever else signed in the same message. */
    private static Verdict any(CoseSign message, VerificationKey key, byte[] signed) {
        Verdict last = new Verdict.Invalid(Verdict.Reason.SIGNATURE_WRONG, "no signature by this key");
        for (CoseSign.Signature signature : message.signatures()) {
            last = VERIFIER.verify(message, signature, key, NO_AAD, Optional.of(signed));
            if (last instanceof Verdict.Valid) {
                return last;
            }
        }
        return last;
    }

    private static Verification.Refused worse(Verification.Refused worst, Verdict verdict) {
        return verdict instanceof Verdict.Invalid invalid
                        && (invalid.reason() == Verdict.Reason.ALG_UNKNOWN
                                || invalid.reason() == Verdict.Reason.ALG_NOT_ALLOWED)
                ? new Verification.Refused(Reason.ALG_UNSUPPORTED, invalid.detail())
                : worst;
    }
}
