package dev.muster.server.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.crypto.Keys;
import dev.muster.server.joining.Site.Identity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** EST over GnuTLS: one connection, one request, both versions of TLS. */
class GnutlsTest {
    @TempDir
    Path dir;

    @Test
    void aDeviceEnrolsOverGnutls() throws Exception {
        Tools.need("gnutls-cli");
        Tools tools = new Tools(dir);
        Identity maker = Site.maker("Acme");
        try (Site site = Site.start(dir.resolve("data"), "sqlite")) {
            site.accept(Site.ORG, maker, "Acme");
            for (String version : new String[] {"1.2", "1.3"}) {
                String id = "tls-" + version;
                Identity factory = Site.factory(maker, "Acme", id);
                Files.writeString(tools.file("idevid.pem"), factory.certificatePem());
                Files.writeString(tools.file("idevid.key"), factory.keyPem());
                byte[] body = Site.request(id, Keys.generateP256(new SecureRandom()));
                Files.writeString(
                        tools.file("request"),
                        "POST /.well-known/est/simpleenroll HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                + "Content-Type: application/pkcs10\r\nContent-Length: " + body.length + "\r\n\r\n"
                                + new String(body, StandardCharsets.US_ASCII));
                String out = tools.run(
                        "sh",
                        "-c",
                        "(cat request; sleep 4) | gnutls-cli --x509cafile " + site.serverCa()
                                + " --x509certfile idevid.pem --x509keyfile idevid.key"
                                + " --priority NORMAL:-VERS-ALL:+VERS-TLS" + version + " --port "
                                + site.device("/").getPort() + " localhost || true");
                assertThat(out)
                        .contains("HTTP/1.1 200")
                        .contains("smime-type=certs-only")
                        .contains("TLS" + version);
            }
        }
    }
}
