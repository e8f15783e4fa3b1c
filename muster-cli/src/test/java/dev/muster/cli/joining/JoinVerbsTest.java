package dev.muster.cli.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.Main;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.join.x509.CertificatePurpose;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.SubjectName;
import dev.muster.server.MusterServer;
import dev.muster.server.config.ServerConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of joining against a real server. */
class JoinVerbsTest {
    @TempDir
    private static Path folder;

    private static MusterServer server;

    private record Ran(int status, String out, String err) {}

    private static Ran run(String... words) {
        List<String> args = new ArrayList<>(List.of(words));
        args.addAll(List.of("--data", folder.resolve("data").toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(out), new PrintWriter(err), args.toArray(String[]::new));
        return new Ran(status, out.toString(), err.toString());
    }

    @BeforeAll
    static void start() {
        server = MusterServer.start(ServerConfig.load(
                folder.resolve("data"), Map.of("http.console-port", "0", "http.device-port", "0"), Map.of()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Path certificate(CertificatePurpose purpose) throws Exception {
        SecureRandom random = new SecureRandom();
        KeyPair keys = Keys.generateP256(random);
        X509Certificate certificate = new CertificateTemplate(
                        SubjectName.authority("Acme", "Acme factory"),
                        CertificateTemplate.randomSerial(random),
                        Instant.now().minusSeconds(60),
                        Instant.now().plusSeconds(3600),
                        purpose)
                .selfSigned(keys);
        return Files.writeString(
                folder.resolve(purpose + ".pem"),
                new Pem("CERTIFICATE", CertificateReader.encoded(certificate)).encode());
    }

    /** An authority is never believed: everything under it, devices too, would sign vouchers. */
    @Test
    void whoSignsVouchersIsBelievedListedAndNoLonger() throws Exception {
        String authority = certificate(CertificatePurpose.AUTHORITY).toString();
        assertThat(run("join", "voucher", "believe", authority, "--maker", "Acme")
                        .err())
                .contains("is one of an authority");
        String masa = certificate(CertificatePurpose.FACTORY).toString();
        Ran believed = run("join", "voucher", "believe", masa, "--maker", "Acme");
        assertThat(believed.err()).isEmpty();
        String fingerprint = believed.out().strip().replaceAll(".* ", "");
        assertThat(run("join", "voucher", "signers").out()).contains(fingerprint);
        assertThat(run("join", "voucher", "add", masa).err()).contains("CMS");
        assertThat(run("join", "voucher", "ls").status()).isZero();
        assertThat(run("join", "voucher", "asked").status()).isZero();
        assertThat(run("join", "voucher", "disbelieve", fingerprint, "--yes", "--reason", "leaked")
                        .status())
                .isZero();
        assertThat(run("join", "voucher", "signers").out()).doesNotContain(fingerprint);
    }

    @Test
    void anAnchorIsTrustedListedAndTakenBack() throws Exception {
        String pem = certificate(CertificatePurpose.AUTHORITY).toString();
        Ran added = run("join", "anchor", "add", pem, "--maker", "Acme");
        assertThat(added.err()).isEmpty();
        assertThat(added.status()).isZero();
        String fingerprint = added.out().strip().replaceAll(".* ", "");
        assertThat(run("join", "anchor", "ls").out()).contains("Acme factory").contains(fingerprint);
        assertThat(run("join", "anchor", "rm", fingerprint).status()).isZero();
        assertThat(run("join", "anchor", "ls").out()).doesNotContain(fingerprint);
        assertThat(run("join", "anchor", "rm", fingerprint).status()).isNotZero();
    }

    @Test
    void aCertificateThatIsNoAuthorityIsRefused() throws Exception {
        Ran refused = run(
                "join", "anchor", "add", certificate(CertificatePurpose.DEVICE).toString(), "--maker", "Acme");
        assertThat(refused.status()).isNotZero();
        assertThat(refused.err()).contains("not one of an authority");
    }

    @Test
    void theDeviceAuthorityIsWrittenAsPem() throws Exception {
        Path out = folder.resolve("ca.pem");
        assertThat(run("join", "ca", "--out", out.toString()).out()).contains("demo device CA");
        X509Certificate ca = CertificateReader.parse(Pem.first(Files.readString(out), "CERTIFICATE"));
        assertThat(ca.getBasicConstraints()).isZero();
    }

    @Test
    void aDeviceThatIsNotThereCannotBeAskedOrLetGo() {
        assertThat(run("device", "check", "ghost").status()).isNotZero();
        assertThat(run("join", "let-go", "ghost", "--yes", "--reason", "lost").status())
                .isNotZero();
    }
}
