package dev.muster.server.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Needs;
import dev.muster.testing.SwTpm;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A device of somebody else's making: openssl with the tpm2-openssl provider. Its key is made in the TPM and never leaves; it
 * asks for a certificate, joins by a token, and does mutual TLS with that key at our doors. The provider needs a resource
 * manager, which needs a message bus: both are started for the test alone.
 */
class TpmOpensslTest {
    private static final String TPM = "-provider tpm2 -provider default -propquery '?provider=tpm2'";

    @TempDir
    Path dir;

    @Test
    void opensslDoesMutualTlsWithAKeyInATpm() throws Exception {
        Tools.need("openssl", "curl", "dbus-run-session", "tpm2-abrmd");
        Needs.file(
                "tpm2-openssl",
                "/usr/lib/x86_64-linux-gnu/ossl-modules/tpm2.so",
                "/usr/lib/aarch64-linux-gnu/ossl-modules/tpm2.so");
        Tools tools = new Tools(dir);
        try (SwTpm tpm = SwTpm.start(dir.resolve("tpm"));
                Site site = Site.start(dir.resolve("data"), "sqlite")) {
            site.accept(Site.ORG, Site.maker("Acme"), "Acme");
            String token = site.api("POST", "/api/v1/demo/joining/tokens", Map.of("device", "gw-9", "product", "cam"))
                    .path("token")
                    .asString();
            Files.copy(site.serverCa(), tools.file("tls-ca.pem"));
            Files.writeString(tools.file("device.sh"), script(tpm.port(), site.device("/"), token));
            String said = tools.run("dbus-run-session", "--", "sh", "device.sh");
            assertThat(Files.readString(tools.file("key.pem")))
                    .contains("TSS2 PRIVATE KEY")
                    .doesNotContain("BEGIN PRIVATE KEY");
            assertThat(said).contains("serialNumber = gw-9").contains("TLSv1.3").contains("HTTP/1.1 200");
        }
    }

    private static String script(int tpm, URI server, String token) {
        String at = server.getHost() + ":" + server.getPort();
        return """
            set -e
            tpm2-abrmd --allow-root --session --tcti=swtpm:host=127.0.0.1,port=%d >abrmd.log 2>&1 &
            manager=$!
            trap 'kill $manager' EXIT
            until dbus-send --session --print-reply --dest=org.freedesktop.DBus / \\
              org.freedesktop.DBus.ListNames 2>/dev/null | grep -q Tabrmd
            do kill -0 $manager; sleep 0.1; done
            export TPM2OPENSSL_TCTI=tabrmd:bus_type=session
            openssl genpkey %s -algorithm EC -pkeyopt group:P-256 -out key.pem 2>genpkey.log
            openssl req %s -new -key key.pem -subj /O=demo/serialNumber=gw-9 -outform DER -out csr.der
            openssl base64 -A -in csr.der -out csr.b64
            curl -sS --fail --cacert tls-ca.pem -u gw-9:%s -H 'Content-Type: application/pkcs10' \\
              --data-binary @csr.b64 https://%s/.well-known/est/demo/simpleenroll -o answer.b64
            openssl base64 -d -A -in answer.b64 | openssl pkcs7 -inform DER -print_certs -out cert.pem
            openssl x509 -in cert.pem -noout -subject
            printf 'GET /devices/demo/orders HTTP/1.1\\r\\nHost: %s\\r\\nConnection: close\\r\\n\\r\\n' \\
              | openssl s_client %s -ign_eof -tls1_3 -connect %s -servername %s -CAfile tls-ca.pem \\
                -cert cert.pem -key key.pem 2>&1
            """.formatted(tpm, TPM, TPM, token, at, at, TPM, at, server.getHost());
    }
}
