package dev.muster.server.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.server.joining.Site.Identity;
import dev.muster.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Enrolment by tools that share no code with us. Needs {@code curl} with OpenSSL and {@code openssl} on the PATH; without
 * them EST against foreign clients is not covered.
 */
class CurlAndOpensslTest {
    private static final long TOOL_SECONDS = 60;

    @TempDir
    Path dir;

    private final Identity maker = Site.maker("Acme");

    @BeforeEach
    void toolsArePresent() {
        for (String tool : List.of("curl", "openssl")) {
            Needs.tool(tool, "EST against foreign clients");
        }
    }

    @Test
    void opensslAsksAndCurlCarriesAndOpensslVerifies() throws Exception {
        try (Site site = Site.start(dir.resolve("data"), "sqlite")) {
            site.accept(Site.ORG, maker, "Acme");
            Identity factory = Site.factory(maker, "Acme", "cam-07");
            Files.writeString(dir.resolve("idevid.pem"), factory.certificatePem() + factory.keyPem());
            String base = site.device("/.well-known/est/demo/").toString();
            String ca = site.serverCa().toString();

            run("curl", "-sS", "--fail-with-body", "--cacert", ca, "-o", "cacerts.b64", base + "cacerts");
            decode("cacerts.b64", "ca.pem");

            request("one", "/O=demo/serialNumber=cam-07");
            enrol(ca, base + "simpleenroll", "idevid.pem", "one", "--tlsv1.3");
            assertThat(run("openssl", "verify", "-purpose", "sslclient", "-CAfile", "ca.pem", "one.pem"))
                    .contains("one.pem: OK");
            assertThat(run("openssl", "x509", "-in", "one.pem", "-noout", "-subject", "-ext", "extendedKeyUsage"))
                    .contains("O = demo")
                    .contains("serialNumber = cam-07")
                    .contains("TLS Web Client Authentication")
                    .doesNotContain("DNS:");

            Files.writeString(
                    dir.resolve("ldevid.pem"),
                    Files.readString(dir.resolve("one.pem")) + Files.readString(dir.resolve("one.key")));
            request("two", "/O=demo/serialNumber=cam-07");
            enrol(ca, base + "simplereenroll", "ldevid.pem", "two", "--tls-max", "1.2");
            assertThat(run("openssl", "verify", "-CAfile", "ca.pem", "two.pem")).contains("two.pem: OK");
            assertThat(site.factWhen("cam-07", "transport.version", "TLSv1.2"))
                    .as("small devices speak TLS 1.2")
                    .isEqualTo("TLSv1.2");
        }
    }

    /** A request that also wishes to be an authority with a host name; neither may come true. */
    private void request(String name, String subject) throws Exception {
        run(
                "openssl",
                "req",
                "-new",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                name + ".key",
                "-subj",
                subject,
                "-addext",
                "basicConstraints=critical,CA:TRUE",
                "-addext",
                "subjectAltName=DNS:muster.example",
                "-outform",
                "DER",
                "-out",
                name + ".der");
        run("openssl", "base64", "-in", name + ".der", "-out", name + ".b64");
    }

    private void enrol(String ca, String url, String identity, String name, String... tls) throws Exception {
        List<String> command = Stream.concat(
                        Stream.of(
                                "curl",
                                "-sS",
                                "--fail-with-body",
                                "--cacert",
                                ca,
                                "--cert",
                                identity,
                                "-H",
                                "Content-Type: application/pkcs10",
                                "-H",
                                "Content-Transfer-Encoding: base64",
                                "--data-binary",
                                "@" + name + ".b64",
                                "-o",
                                name + ".p7.b64"),
                        Stream.concat(Stream.of(tls), Stream.of(url)))
                .toList();
        run(command.toArray(String[]::new));
        decode(name + ".p7.b64", name + ".pem");
    }

    private void decode(String from, String to) throws Exception {
        run("openssl", "base64", "-d", "-in", from, "-out", from + ".der");
        run("openssl", "pkcs7", "-inform", "DER", "-in", from + ".der", "-print_certs", "-out", to);
    }

    private String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(String.join(" ", command) + "\n" + out)
                .isZero();
        return out;
    }
}
