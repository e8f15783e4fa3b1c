package dev.muster.agent.maintenance;

import dev.muster.agent.state.Authorities;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.format.MalformedException;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.devices.maintenance.Grant;
import dev.muster.format.join.x509.CertificatePath;
import dev.muster.format.join.x509.CertificatePurpose;
import dev.muster.format.join.x509.SubjectName;
import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether a grant is this organisation's, for this device, and for now. It is checked without the server, because a device
 * that is to be repaired is often one that cannot reach it.
 */
record GrantCheck(DeviceRoots roots) {

    /** The signature first, then what it says. */
    Grant accept(byte[] bytes, Instant now) throws GrantRefused, IOException {
        Grant.Token token;
        Credential identity = Credential.operational(roots)
                .orElseThrow(() -> new GrantRefused("grant-untrusted", "this device has joined no organisation"));
        SubjectName self = SubjectName.of(identity.certificate().getSubjectX500Principal());
        try {
            token = Grant.Token.parse(bytes);
            X509Certificate signer = signer(token.message().headers().x5chain(), self, now);
            if (token.verify(VerificationKey.of(signer.getPublicKey())) instanceof Verdict.Invalid invalid) {
                throw new GrantRefused("grant-untrusted", invalid.detail());
            }
        } catch (MalformedException fault) {
            throw new GrantRefused("grant-malformed", String.valueOf(fault.getMessage()));
        }
        Grant grant = token.grant();
        if (!Optional.of(grant.device()).equals(self.serialNumber())
                || !Optional.of(grant.org()).equals(self.organization())) {
            throw new GrantRefused(
                    "grant-other-device", "the grant is for device " + grant.device() + " of " + grant.org());
        }
        requireTimely(grant, now);
        return grant;
    }

    static void requireTimely(Grant grant, Instant now) throws GrantRefused {
        if (now.plus(CertificatePath.MAX_CLOCK_SKEW).isBefore(grant.from())) {
            throw new GrantRefused(
                    "grant-early", "the window begins at " + grant.from() + "; this device's clock says " + now);
        }
        // No leeway at the end: the window is what people agreed on.
        if (!now.isBefore(grant.until())) {
            throw new GrantRefused(
                    "grant-over", "the window ended at " + grant.until() + "; this device's clock says " + now);
        }
    }

    /** Who signs for the organisation: a certificate for grants and for nothing else, under the authority that this device joined. */
    private X509Certificate signer(List<X509Certificate> chain, SubjectName self, Instant now)
            throws GrantRefused, IOException {
        Authorities authorities = Authorities.kept(roots)
                .orElseThrow(() -> new GrantRefused("grant-untrusted", "this device knows no authority"));
        if (chain.isEmpty() || chain.size() > CertificatePath.MAX_CERTIFICATES) {
            throw new GrantRefused("grant-untrusted", "it brings no certificate of who signed it");
        }
        if (new CertificatePath(chain).validate(authorities.certificates(), now)
                instanceof CertificatePath.Outcome.Invalid invalid) {
            throw new GrantRefused("grant-untrusted", invalid.reason() + ": " + invalid.detail());
        }
        X509Certificate leaf = chain.getFirst();
        boolean speaks =
                SubjectName.of(leaf.getSubjectX500Principal()).organization().equals(self.organization());
        if (!speaks || !usage(leaf).equals(List.of(CertificatePurpose.MAINTENANCE_USAGE))) {
            throw new GrantRefused(
                    "grant-untrusted",
                    leaf.getSubjectX500Principal().getName() + " does not speak for this organisation");
        }
        return leaf;
    }

    private static List<String> usage(X509Certificate leaf) throws GrantRefused {
        try {
            return Optional.ofNullable(leaf.getExtendedKeyUsage()).orElse(List.of());
        } catch (CertificateParsingException e) {
            throw new GrantRefused("grant-malformed", "the extended key usage cannot be read");
        }
    }
}
