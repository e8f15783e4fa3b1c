package dev.muster.agent.maintenance;

import dev.muster.agent.state.Authorities;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.KeyPlace;
import dev.muster.agent.state.LocalEpoch;
import dev.muster.format.MalformedException;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.devices.maintenance.Call;
import dev.muster.format.devices.maintenance.Grant;
import dev.muster.format.devices.maintenance.Pass;
import dev.muster.format.devices.maintenance.RoleToken;
import dev.muster.format.join.x509.CertificatePath;
import dev.muster.format.join.x509.CertificatePurpose;
import dev.muster.format.join.x509.SubjectName;
import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether a grant, or the token of a role, is this organisation's, for this device, and for now. It is checked without the
 * server, because a device that is to be repaired is often one that cannot reach it.
 */
record PassCheck(DeviceRoots roots, KeyPlace keys) {

    /** The signature first, then what it says. */
    Pass accept(Call call, Instant now) throws GrantRefused, IOException {
        Credential identity = Credential.operational(roots, keys)
                .orElseThrow(() -> new GrantRefused("grant-untrusted", "this device has joined no organisation"));
        SubjectName self = SubjectName.of(identity.certificate().getSubjectX500Principal());
        Pass pass;
        try {
            pass = switch (call) {
                case Call.Open open -> {
                    Grant.Token token = Grant.Token.parse(open.grant());
                    verify(token.message(), token::verify, self, now);
                    yield token.grant();
                }
                case Call.Present present -> {
                    RoleToken.Token token = RoleToken.Token.parse(present.token());
                    verify(token.message(), token::verify, self, now);
                    yield token.role();
                }
                default -> throw new GrantRefused("order-wrong", "a session begins with a grant or a token");
            };
        } catch (MalformedException fault) {
            throw new GrantRefused("grant-malformed", String.valueOf(fault.getMessage()));
        }
        if (!Optional.of(pass.device()).equals(self.serialNumber())
                || !Optional.of(pass.org()).equals(self.organization())) {
            throw new GrantRefused("grant-other-device", "it is for device " + pass.device() + " of " + pass.org());
        }
        requireTimely(pass, now);
        if (new LocalEpoch(roots).voids(pass.from())) {
            throw new GrantRefused("token-revoked", "what was issued by " + pass.from() + " was made void since");
        }
        return pass;
    }

    static void requireTimely(Pass pass, Instant now) throws GrantRefused {
        if (now.plus(CertificatePath.MAX_CLOCK_SKEW).isBefore(pass.from())) {
            throw new GrantRefused(
                    "grant-early", "the window begins at " + pass.from() + "; this device's clock says " + now);
        }
        // No leeway at the end: the window is what people agreed on.
        if (!now.isBefore(pass.until())) {
            throw new GrantRefused(
                    "grant-over", "the window ended at " + pass.until() + "; this device's clock says " + now);
        }
    }

    /** By a certificate for local work and for nothing else, under the authority that this device joined. */
    private void verify(CoseSign1 message, Function<VerificationKey, Verdict> signature, SubjectName self, Instant now)
            throws GrantRefused, IOException {
        X509Certificate signer = signer(message.headers().x5chain(), self, now);
        if (signature.apply(VerificationKey.of(signer.getPublicKey())) instanceof Verdict.Invalid invalid) {
            throw new GrantRefused("grant-untrusted", invalid.detail());
        }
    }

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
