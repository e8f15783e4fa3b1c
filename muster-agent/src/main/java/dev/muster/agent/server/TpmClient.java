package dev.muster.agent.server;

import dev.muster.format.attest.tpm.TpmActivation;
import dev.muster.format.join.x509.CertificateReader;
import java.io.IOException;
import java.security.cert.X509Certificate;

/** The doors of the attestation authority: a secret for this device's TPM, and a certificate for having opened it. */
public final class TpmClient {
    private final DeviceConnection connection;
    private final String org;

    /** @param org the organisation's slug */
    public TpmClient(DeviceConnection connection, String org) {
        this.connection = connection;
        this.org = org;
    }

    public TpmActivation.Riddle credential(TpmActivation.Claim claim) throws IOException, InterruptedException {
        Reply reply = connection
                .post("/tpm/" + org + "/credential", TpmActivation.MEDIA_TYPE, claim.encode())
                .orRefused("the TPM");
        return TpmActivation.Riddle.parse(reply.body());
    }

    /** The attestation key's certificate. */
    public X509Certificate activate(TpmActivation.Proof proof) throws IOException, InterruptedException {
        Reply reply = connection
                .post("/tpm/" + org + "/activation", TpmActivation.MEDIA_TYPE, proof.encode())
                .orRefused("the key in the TPM");
        return CertificateReader.parse(reply.body());
    }
}
