package dev.muster.agent.attest;

import dev.muster.agent.state.Authorities;
import dev.muster.format.MalformedException;
import dev.muster.format.attest.ear.Ear;
import dev.muster.format.attest.ear.EarAppraisal;
import dev.muster.format.attest.ear.EarToken;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.join.x509.CertificatePath;
import dev.muster.format.join.x509.CertificatePurpose;
import dev.muster.format.join.x509.SubjectName;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a device may go by an attestation result. The key is found through the certificate that the result brings: it
 * must be issued by the authority that this device has kept since it joined, to a verifier, of this device's
 * organisation. So a verifier may change its key whenever it likes, and whoever sits in the connection may not.
 *
 * <p>Reasons: {@code result-malformed}, {@code result-signer-missing}, {@code result-signer-untrusted},
 * {@code result-signer-not-verifier}, {@code result-signature}, {@code result-nonce}, {@code result-expired},
 * {@code result-from-the-future}.
 *
 * @param authorities of the organisation
 * @param org its slug
 */
record ResultVerifier(Authorities authorities, String org) {

    private static final Set<CoseAlgorithm> ALGORITHMS =
            EnumSet.of(CoseAlgorithm.ES256, CoseAlgorithm.ESP256, CoseAlgorithm.ES384, CoseAlgorithm.ESP384);

    /**
     * Checks a result as it was received: the signature before anything that it says.
     *
     * @param nonce of the evidence that it must be the answer to
     */
    Ear verify(byte[] received, byte[] nonce, Instant now) throws ResultRefused {
        EarToken token;
        X509Certificate signer;
        Ear ear;
        try {
            token = EarToken.parse(received);
            signer = signer(token.message().headers().x5chain(), now);
            Verdict verdict = CoseVerifier.strict()
                    .allowing(ALGORITHMS)
                    .verify(token.message(), VerificationKey.of(signer.getPublicKey()));
            if (verdict instanceof Verdict.Invalid invalid) {
                throw new ResultRefused("result-signature", invalid.detail());
            }
            ear = token.ear();
        } catch (MalformedException fault) {
            throw new ResultRefused("result-malformed", String.valueOf(fault.getMessage()));
        }
        requireOurNonce(ear, nonce);
        requireTimely(ear, now);
        return ear;
    }

    private X509Certificate signer(List<X509Certificate> chain, Instant now) throws ResultRefused {
        if (chain.isEmpty()) {
            throw new ResultRefused("result-signer-missing", "/headers/33: it brings no certificate of who signed it");
        }
        if (chain.size() > CertificatePath.MAX_CERTIFICATES) {
            throw new ResultRefused(
                    "result-malformed", "/headers/33: more than " + CertificatePath.MAX_CERTIFICATES + " certificates");
        }
        X509Certificate leaf = chain.getFirst();
        if (new CertificatePath(chain).validate(authorities.certificates(), now)
                instanceof CertificatePath.Outcome.Invalid invalid) {
            boolean time = !invalid.reason().equals("chain-untrusted");
            throw new ResultRefused(
                    "result-signer-untrusted",
                    "/headers/33: the certificate of who signed it is not good under the authority that this device"
                            + " joined: " + invalid.reason() + ", " + invalid.detail()
                            + (time ? "; this device's clock says " + now : ""));
        }
        requireVerifier(leaf);
        return leaf;
    }

    /** The same authority issues to devices, and a device must not judge another one. */
    private void requireVerifier(X509Certificate leaf) throws ResultRefused {
        SubjectName name = SubjectName.of(leaf.getSubjectX500Principal());
        List<String> usage;
        try {
            usage = Optional.ofNullable(leaf.getExtendedKeyUsage()).orElse(List.of());
        } catch (CertificateParsingException e) {
            throw new ResultRefused("result-malformed", "/headers/33: the extended key usage cannot be read");
        }
        if (!usage.equals(List.of(CertificatePurpose.VERIFIER_USAGE))
                || !name.organization().equals(Optional.of(org))) {
            throw new ResultRefused(
                    "result-signer-not-verifier",
                    "/headers/33: " + leaf.getSubjectX500Principal().getName() + " is not the verifier of " + org);
        }
    }

    private static void requireOurNonce(Ear ear, byte[] nonce) throws ResultRefused {
        for (var submod : ear.submods().entrySet()) {
            EarAppraisal appraisal = submod.getValue();
            if (!Arrays.equals(appraisal.nonce().orElse(null), nonce)) {
                throw new ResultRefused(
                        "result-nonce",
                        "/submods/" + submod.getKey() + "/eat_nonce: it is not the answer to this device's evidence");
            }
        }
    }

    private static void requireTimely(Ear ear, Instant now) throws ResultRefused {
        if (ear.expiresAt()
                .filter(end -> now.isAfter(end.plus(CertificatePath.MAX_CLOCK_SKEW)))
                .isPresent()) {
            throw new ResultRefused(
                    "result-expired",
                    "/exp: it ended at " + ear.expiresAt().get() + "; this device's clock says " + now);
        }
        if (ear.issuedAt().isAfter(now.plus(CertificatePath.MAX_CLOCK_SKEW))) {
            throw new ResultRefused(
                    "result-from-the-future",
                    "/iat: it was made at " + ear.issuedAt() + "; this device's clock says " + now);
        }
    }
}
