package dev.muster.server.attestation;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.attest.ear.Ear;
import dev.muster.format.attest.ear.EarJson;
import dev.muster.format.attest.ear.EarToken;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.json.Json;
import dev.muster.server.topic.OrgSigner;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Signs attestation results so that a device can tell who did: each carries a certificate of the verifier's key by the
 * authority of the organisation, which the device has kept since it joined. So the key may change at any time, and nobody
 * but the authority can say whose turn it is.
 */
public final class ResultSigner implements OrgSigner {
    /** Where the certificate comes from. */
    public interface Certificates {
        /** A certificate that is valid now, for this key, as the verifier of the organisation; what is above it after it. */
        List<X509Certificate> verifier(OrgId org, PublicKey key);
    }

    private final CoseSigner signer;
    private final PublicKey key;
    private final PrivateKey secret;
    private final Certificates certificates;

    public ResultSigner(AttestationKeys keys, Certificates certificates) {
        this.signer = keys.signer();
        this.key = keys.verifier().getPublic();
        this.secret = keys.verifier().getPrivate();
        this.certificates = certificates;
    }

    byte[] sign(OrgId org, Ear result) {
        return EarToken.sign(result, chain(org), signer);
    }

    byte[] jwt(OrgId org, Json.Obj claims) {
        return EarJson.jwt(
                        claims,
                        secret,
                        chain(org).stream().map(CertificateReader::encoded).toList())
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public CoseSigner signer() {
        return signer;
    }

    @Override
    public List<X509Certificate> chain(OrgId org) {
        return certificates.verifier(org, key);
    }
}
