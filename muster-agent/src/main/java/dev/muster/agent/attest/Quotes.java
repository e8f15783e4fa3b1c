package dev.muster.agent.attest;

import dev.muster.agent.server.TpmClient;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.tpm.DeviceTpm;
import dev.muster.agent.tpm.Tpm;
import dev.muster.agent.tpm.TpmPrivateKey;
import dev.muster.format.attest.tpm.TpmActivation;
import dev.muster.format.attest.tpm.TpmEvidence;
import dev.muster.format.crypto.Pem;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.format.join.x509.SubjectName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The device's TPM beside its evidence. First it proves that the device's key and an attestation key are in it; the certificate
 * for that is kept in {@code identity/attestation.pem} with the digest of the key that it was given for. From then on every
 * evidence comes with a quote.
 */
public final class Quotes {
    private static final String FILE = "attestation.pem";
    private static final String PROVED = "MUSTER PROVED KEY";

    /** What firmware and boot loaders extend, Linux IMA, and the stub of a unified kernel image. */
    private static final List<Integer> REGISTERS = List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

    private static final Path EVENT_LOG = Path.of("/sys/kernel/security/tpm0/binary_bios_measurements");
    private static final Path IMA_LOG = Path.of("/sys/kernel/security/ima/ascii_runtime_measurements");

    /** Two logs, the token and the quote stay below what the server takes at a time. */
    private static final int LOG_BYTES_MAX = 384 * 1024;

    private final DeviceRoots roots;
    private final DeviceTpm tpm;
    private final String org;

    public Quotes(DeviceRoots roots, DeviceTpm tpm, String org) {
        this.roots = roots;
        this.tpm = tpm;
        this.org = org;
    }

    private Path file() {
        return roots.identity().resolve(FILE);
    }

    /** Whether the server has believed that this key is in this TPM. */
    private boolean proved(Credential identity) throws IOException {
        return Files.exists(file())
                && Pem.parse(Files.readString(file())).stream()
                        .filter(pem -> pem.label().equals(PROVED))
                        .anyMatch(pem -> HexFormat.of()
                                .formatHex(pem.content())
                                .equals(HexFormat.of().formatHex(digest(identity))));
    }

    private static byte[] digest(Credential identity) {
        return Sha256.of(CertificateReader.encoded(identity.certificate()));
    }

    /**
     * Proves the key of a certificate, once for each certificate.
     *
     * @return whether it was proved just now
     * @throws dev.muster.agent.server.ServerRefused when the server does not believe it
     */
    public boolean prove(TpmClient server, Credential identity) throws IOException, InterruptedException {
        if (!(identity.key() instanceof TpmPrivateKey key) || proved(identity)) {
            return false;
        }
        keep(server.activate(answer(server::credential, key)), identity);
        return true;
    }

    private interface Riddles {
        TpmActivation.Riddle ask(TpmActivation.Claim claim) throws IOException, InterruptedException;
    }

    private TpmActivation.Proof answer(Riddles server, TpmPrivateKey key) throws IOException, InterruptedException {
        DeviceTpm.Keys keys = tpm.keys(org);
        TpmActivation.Claim claim =
                new TpmActivation.Claim(keys.endorsement().chain(), keys.endorsementKey(), keys.attestationKey());
        TpmActivation.Riddle riddle = server.ask(claim);
        byte[] secret = tpm.activate(
                org,
                keys.endorsement(),
                riddle.credential().credential(),
                riddle.credential().encryptedSecret());
        Tpm.Signed word = tpm.certify(org, key.file(), Sha256.of(secret));
        return new TpmActivation.Proof(
                claim,
                riddle.ticket(),
                secret,
                word.attest(),
                word.signature(),
                key.file().publicKey());
    }

    private void keep(X509Certificate certificate, Credential identity) throws IOException {
        String text = new Pem("CERTIFICATE", CertificateReader.encoded(certificate)).encode()
                + new Pem(PROVED, digest(identity)).encode();
        roots.write(file(), text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Joins by nothing but this TPM: its endorsement key says which device it is, by a list that the server has. The key is
     * proved with that.
     *
     * @param server over a connection that shows no certificate
     * @param keys made in this TPM
     * @throws dev.muster.agent.server.ServerRefused when the server does not know this TPM, or does not believe it
     */
    public Credential join(TpmClient server, KeyPair keys) throws IOException, InterruptedException {
        if (!(keys.getPrivate() instanceof TpmPrivateKey key)) {
            throw new IllegalArgumentException("the key is in no TPM");
        }
        byte[] request =
                CertificationRequest.create(SubjectName.nameless(org), keys).encode();
        List<X509Certificate> issued =
                server.join(new TpmActivation.Joining(answer(server::joiningCredential, key), request));
        if (issued.size() != 2
                || !Arrays.equals(
                        issued.getFirst().getPublicKey().getEncoded(),
                        keys.getPublic().getEncoded())) {
            throw new IOException("joining by the TPM: the certificates that came back are not for its keys");
        }
        Credential identity = new Credential(key, List.of(issued.getFirst()));
        keep(issued.getLast(), identity);
        return identity;
    }

    /** A quote for a nonce, with the logs that this machine keeps; empty before the key was proved. */
    Optional<byte[]> quote(Credential identity, byte[] nonce) throws IOException {
        if (!proved(identity)) {
            return Optional.empty();
        }
        DeviceTpm.Quoted quoted = tpm.quote(org, nonce, REGISTERS);
        // A simulated TPM knows nothing of this machine's boot. Read after the quote: a log may be longer, never
        // shorter.
        Optional<byte[]> firmware = tpm.isOfThisMachine() ? log(EVENT_LOG) : Optional.empty();
        Optional<byte[]> ima = tpm.isOfThisMachine() ? log(IMA_LOG) : Optional.empty();
        return Optional.of(new TpmEvidence(
                        quoted.quote().attest(),
                        quoted.quote().signature(),
                        quoted.values(),
                        quoted.key(),
                        firmware,
                        ima)
                .encode());
    }

    /** A kernel's list; empty where there is none, this process may not read it, or it is longer than may be sent. */
    private static Optional<byte[]> log(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LOG_BYTES_MAX + 1);
            return bytes.length == 0 || bytes.length > LOG_BYTES_MAX ? Optional.empty() : Optional.of(bytes);
        } catch (IOException absent) {
            return Optional.empty();
        }
    }
}
