package dev.muster.format.update.suit;

import dev.muster.format.MalformedException;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * Checks who signed an envelope, over the received bytes and before anybody looks into the manifest (manifest §6.2). One
 * trusted signature is enough; signatures of strangers beside it do no harm. Immutable and thread-safe.
 */
public final class EnvelopeVerifier {
    /** What may sign a manifest here: the P-256 pair of the drafts, and Ed25519 of the MTI profiles. */
    private static final CoseVerifier VERIFIER = CoseVerifier.strict()
            .allowing(
                    EnumSet.of(CoseAlgorithm.ES256, CoseAlgorithm.ESP256, CoseAlgorithm.EDDSA, CoseAlgorithm.ED25519));

    private final List<Signer> trusted;

    /**
     * Someone whose manifests are obeyed.
     *
     * @param name for reports and pages
     */
    public record Signer(String name, VerificationKey key) {}

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
        this.trusted = List.copyOf(trusted);
    }

    public Verification verify(Envelope envelope) {
        Authentication authentication = envelope.authentication();
        if (authentication.blocks().isEmpty()) {
            return new Verification.Refused(Reason.UNAUTHORISED, "the envelope is not signed");
        }
        List<String> signers = new ArrayList<>();
        Verification.Refused worst =
                new Verification.Refused(Reason.UNAUTHORISED, "signed by nobody that is trusted here");
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
        return new Verification.Verified(signers);
    }

    private Verification check(Authentication.Block block, byte[] signed) {
        if (block.tag() != CodePoints.TAG_COSE_SIGN1) {
            return new Verification.Refused(Reason.COSE_UNSUPPORTED, "COSE tag " + block.tag() + " is not supported");
        }
        CoseSign1 message;
        try {
            message = CoseSign1.parse(block.encoded());
        } catch (MalformedException e) {
            return new Verification.Refused(Reason.CBOR_PARSE, "an unreadable signature: " + e.getMessage());
        }
        Verification.Refused worst =
                new Verification.Refused(Reason.UNAUTHORISED, "signed by nobody that is trusted here");
        for (Signer signer : trusted) {
            switch (VERIFIER.verifyDetached(message, signer.key(), signed)) {
                case Verdict.Valid valid -> {
                    return new Verification.Verified(List.of(signer.name()));
                }
                case Verdict.Invalid invalid -> {
                    if (invalid.reason() == Verdict.Reason.ALG_UNKNOWN
                            || invalid.reason() == Verdict.Reason.ALG_NOT_ALLOWED) {
                        worst = new Verification.Refused(Reason.ALG_UNSUPPORTED, invalid.detail());
                    }
                }
            }
        }
        return worst;
    }
}
