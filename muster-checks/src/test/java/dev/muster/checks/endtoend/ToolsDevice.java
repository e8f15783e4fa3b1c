package dev.muster.checks.endtoend;

import dev.muster.agent.tpm.Tpm;
import dev.muster.format.attest.tpm.TpmActivation;
import dev.muster.format.attest.tpm.TpmPublic;
import dev.muster.format.attest.tpm.TpmWriter;
import dev.muster.format.crypto.Sha256;
import dev.muster.testing.SwTpm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.PublicKey;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A device of somebody else's making: tpm2-tools make its endorsement key, attestation key and key, open the credential and
 * sign the request. Only TPM2_Certify is ours, because tpm2_certify takes no nonce.
 */
final class ToolsDevice {
    private static final int AK = 0x81010020;
    private static final int KEY = 0x81000020;

    private final SwTpm tpm;

    ToolsDevice(SwTpm tpm) throws Exception {
        this.tpm = tpm;
        tpm.tool("tpm2_createek", "-c", "ek.ctx", "-G", "ecc", "-u", "ek.pub");
        tpm.tool("tpm2_createak", "-C", "ek.ctx", "-c", "ak.ctx", "-G", "ecc", "-s", "ecdsa", "-u", "ak.pub");
        tpm.tool("tpm2_evictcontrol", "-c", "ak.ctx", hex(AK));
        tpm.tool("tpm2_createprimary", "-C", "o", "-G", "ecc", "-c", "parent.ctx");
        String uses = "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|sign";
        tpm.tool("tpm2_create", "-C", "parent.ctx", "-G", "ecc", "-u", "key.pub", "-r", "key.priv", "-a", uses);
        tpm.tool("tpm2_load", "-C", "parent.ctx", "-u", "key.pub", "-r", "key.priv", "-c", "key.ctx");
        tpm.tool("tpm2_evictcontrol", "-c", "key.ctx", hex(KEY));
    }

    private static String hex(int handle) {
        return "0x" + Integer.toHexString(handle);
    }

    PublicKey key() throws IOException {
        return TpmPublic.parse(tpm.file("key.pub")).key();
    }

    PublicKey endorsementKey() throws IOException {
        return TpmPublic.parse(tpm.file("ek.pub")).key();
    }

    TpmActivation.Claim claim() throws IOException {
        return new TpmActivation.Claim(List.of(), tpm.file("ek.pub"), tpm.file("ak.pub"));
    }

    byte[] open(TpmActivation.Riddle riddle) throws Exception {
        // The magic number and version of tpm2-tools.
        TpmWriter file = new TpmWriter()
                .u32(0xBADCC0DE)
                .u32(1)
                .sized(riddle.credential().credential())
                .sized(riddle.credential().encryptedSecret());
        tpm.write("cred", file.toBytes());
        tpm.tool("tpm2_startauthsession", "--policy-session", "-S", "s.ctx");
        tpm.tool("tpm2_policysecret", "-S", "s.ctx", "-c", "e");
        tpm.tool(
                "tpm2_activatecredential",
                "-c",
                hex(AK),
                "-C",
                "ek.ctx",
                "-i",
                "cred",
                "-o",
                "opened",
                "-P",
                "session:s.ctx");
        tpm.tool("tpm2_flushcontext", "s.ctx");
        tpm.tool("tpm2_flushcontext", "-t");
        return tpm.file("opened");
    }

    TpmActivation.Proof proof(TpmActivation.Riddle riddle, byte[] secret) throws IOException {
        try (Tpm own = Tpm.open("tcp:" + tpm.port())) {
            Tpm.Signed word = own.certify(KEY, AK, Sha256.of(secret));
            return new TpmActivation.Proof(
                    claim(), riddle.ticket(), secret, word.attest(), word.signature(), tpm.file("key.pub"));
        }
    }

    /** PKCS #10, signed by tpm2_sign. */
    byte[] request() throws IOException {
        return new JcaPKCS10CertificationRequestBuilder(new X500Name("O=demo"), key())
                .build(new BySign())
                .getEncoded();
    }

    private final class BySign implements ContentSigner {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        }

        @Override
        public OutputStream getOutputStream() {
            return content;
        }

        @Override
        public byte[] getSignature() {
            try {
                tpm.write("tbs", content.toByteArray());
                tpm.tool("tpm2_sign", "-c", hex(KEY), "-g", "sha256", "-f", "plain", "-o", "tbs.sig", "tbs");
                return tpm.file("tbs.sig");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
