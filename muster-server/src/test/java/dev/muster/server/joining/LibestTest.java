package dev.muster.server.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.server.joining.Site.Identity;
import dev.muster.testing.Needs;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * EST by Cisco's libest 3.2.0 ({@code .ci/peers/libest} builds it): all five operations, without a label, TLS
 * 1.2, first without and then with its credentials over one connection.
 */
class LibestTest {
    @TempDir
    Path dir;

    private Tools tools;
    private Path client = Path.of("");
    private final Identity maker = Site.maker("Acme");

    @BeforeEach
    void peerIsBuilt() throws Exception {
        client = Path.of(System.getProperty("muster.root", ".."))
                .resolve("build/peers/libest/example/client/estclient")
                .toAbsolutePath();
        Needs.peer(client, "EST by libest");
        Tools.need("openssl");
        tools = new Tools(dir);
        Files.createDirectories(tools.file("out"));
    }

    private Tools.Ran client(Site site, String words) throws Exception {
        URI server = site.device("/");
        return tools.any(
                "sh",
                "-c",
                "EST_OPENSSL_CACERT=tls-ca.pem exec " + client + " -v -s " + server.getHost() + " -p "
                        + server.getPort() + " -w 60 -o out --pem-output " + words + " 2>&1");
    }

    private String said(Site site, String words) throws Exception {
        Tools.Ran ran = client(site, words);
        assertThat(ran.status()).as(words + "\n" + ran.out()).isZero();
        return ran.out();
    }

    private String subject(String file) throws Exception {
        return tools.run("sh", "-c", "openssl x509 -in out/" + file + " -noout -subject");
    }

    @Test
    void itDoesAllFiveOperations() throws Exception {
        Map<String, String> settings = Map.of("joining.server-keys", "on");
        try (Site site = Site.start(dir.resolve("data"), "sqlite", settings)) {
            site.accept(Site.ORG, maker, "Acme");
            Identity factory = Site.factory(maker, "Acme", "cam-07");
            Files.writeString(tools.file("idevid.pem"), factory.certificatePem());
            Files.writeString(tools.file("idevid.key"), factory.keyPem());
            Files.copy(site.serverCa(), tools.file("tls-ca.pem"));
            tools.run("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "one.key");

            said(site, "-g");
            said(site, "-a");
            said(site, "-e -c idevid.pem -k idevid.key -x one.key");
            assertThat(subject("cert-0-0.pem")).contains("serialNumber = cam-07");
            Files.copy(tools.file("out/cert-0-0.pem"), tools.file("one.pem"));
            Files.delete(tools.file("out/cert-0-0.pem"));
            said(site, "-r -c one.pem -k one.key");
            assertThat(subject("cert-0-0.pem")).contains("serialNumber = cam-07");

            String token = site.api("POST", "/api/v1/demo/joining/tokens", Map.of("device", "gw-1", "product", "cam"))
                    .path("token")
                    .asString();
            // It takes no key of an elliptic curve from a server: such a one is shorter than it thinks that keys are.
            tools.run("openssl", "genrsa", "-out", "rsa.key", "2048");
            String made = said(site, "-q -x rsa.key -u gw-1 -h " + token);
            assertThat(tools.run("sh", "-c", "ls out")).as(made).contains(".key");
            assertThat(client(site, "-e -x rsa.key -u gw-1 -h " + token).out())
                    .as("a token is good for one key")
                    .doesNotContain("Enrollment operation successful");
        }
    }
}
