package dev.muster.agent.server;

import dev.muster.format.attest.tpm.TpmActivation;
import dev.muster.format.join.est.CertsOnly;
import dev.muster.format.join.est.EstBase64;
import dev.muster.format.join.x509.CertificateReader;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;

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

    /** The same for a device that has no certificate, over a connection that shows none. */
    public TpmActivation.Riddle joiningCredential(TpmActivation.Claim claim) throws IOException, InterruptedException {
        Reply reply = connection
                .post("/tpm/" + org + "/joining/credential", TpmActivation.MEDIA_TYPE, claim.encode())
                .orRefused("joining by the TPM");
        return TpmActivation.Riddle.parse(reply.body());
    }

    /** The device's first certificate, and its attestation key's. */
    public List<X509Certificate> join(TpmActivation.Joining joining) throws IOException, InterruptedException {
        Reply reply = connection
                .post("/tpm/" + org + "/joining", TpmActivation.MEDIA_TYPE, joining.encode())
                .orRefused("joining by the TPM");
        return CertsOnly.parse(EstBase64.decode(reply.body(), CertsOnly.MAX_BYTES))
                .certificates();
    }

    /** The attestation key's certificate. */
    public X509Certificate activate(TpmActivation.Proof proof) throws IOException, InterruptedException {
        Reply reply = connection
                .post("/tpm/" + org + "/activation", TpmActivation.MEDIA_TYPE, proof.encode())
                .orRefused("the key in the TPM");
        return CertificateReader.parse(reply.body());
    }
}
