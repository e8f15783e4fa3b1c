package dev.muster.server.joining;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What openssl sees of the state of the server's own certificate, in the handshake and when it asks. */
class StaplingTest {
    private static final Pattern THIS_UPDATE = Pattern.compile("This Update: (.*)");
    private static final Duration LEFT = Duration.ofSeconds(8);

    @TempDir
    Path dir;

    private Tools tools;

    private String handshake(URI server, String version) throws Exception {
        String at = server.getHost() + ":" + server.getPort();
        return tools.any(
                        "openssl",
                        "s_client",
                        version,
                        "-status",
                        "-connect",
                        at,
                        "-servername",
                        server.getHost(),
                        "-CAfile",
                        "tls-ca.pem")
                .out();
    }

    private static String thisUpdate(String said) {
        Matcher found = THIS_UPDATE.matcher(said);
        assertThat(found.find()).as(said).isTrue();
        return found.group(1);
    }

    @Test
    void theStateOfTheServersCertificateComesWithTheHandshakeAndIsRenewed() throws Exception {
        Tools.need("openssl");
        tools = new Tools(dir);
        // By this clock an answer for an hour has some seconds left by everybody else's.
        InstantSource behind = () -> Instant.now().minus(Duration.ofHours(1)).plus(LEFT);
        Map<String, String> settings = Map.of("joining.status-url", "http://pki.example");
        try (Site site = Site.start(dir.resolve("data"), "sqlite", behind, settings)) {
            Files.copy(site.serverCa(), tools.file("tls-ca.pem"));
            String first = handshake(site.device("/"), "-tls1_3");
            Instant shown = Instant.now();
            assertThat(first)
                    .contains("OCSP Response Status: successful (0x0)")
                    .contains("Cert Status: good")
                    .contains("Verify return code: 0 (ok)");
            assertThat(handshake(site.device("/"), "-tls1_2")).contains("Cert Status: good");
            assertThat(handshake(site.server().console(), "-tls1_3")).contains("Cert Status: good");
            whoAsksHearsTheSame(site, first);
            Thread.sleep(Math.max(
                    0, Duration.between(Instant.now(), shown.plus(LEFT)).toMillis() + 2_000));
            String later = handshake(site.device("/"), "-tls1_3");
            assertThat(later).contains("Cert Status: good");
            assertThat(thisUpdate(later)).isNotEqualTo(thisUpdate(first));
        }
    }

    private void whoAsksHearsTheSame(Site site, String handshake) throws Exception {
        // The one of who signs the answer is printed before it.
        int begin = handshake.indexOf("-----BEGIN CERTIFICATE-----", handshake.indexOf("Server certificate"));
        String end = "-----END CERTIFICATE-----";
        Files.writeString(
                tools.file("server.pem"),
                handshake.substring(begin, handshake.indexOf(end, begin) + end.length()) + "\n");
        assertThat(tools.run("openssl", "x509", "-in", "server.pem", "-noout", "-ocsp_uri"))
                .isEqualToIgnoringNewLines("http://pki.example/pki/ocsp");
        tools.run("openssl", "ocsp", "-issuer", "tls-ca.pem", "-cert", "server.pem", "-reqout", "ask.der");
        try (HttpClient client = site.client(null)) {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(site.device("/pki/ocsp"))
                            .header("content-type", "application/ocsp-request")
                            .POST(HttpRequest.BodyPublishers.ofFile(tools.file("ask.der")))
                            .build(),
                    BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            Files.write(tools.file("answer.der"), answer.body());
        }
        assertThat(tools.run(
                        "openssl",
                        "ocsp",
                        "-respin",
                        "answer.der",
                        "-issuer",
                        "tls-ca.pem",
                        "-cert",
                        "server.pem",
                        "-CAfile",
                        "tls-ca.pem",
                        "-no_nonce"))
                .contains("Response verify OK")
                .contains("server.pem: good");
    }

    @Test
    void withoutAPlaceToSayItNothingIsStapled() throws Exception {
        Tools.need("openssl");
        tools = new Tools(dir);
        try (Site site = Site.start(dir.resolve("data"), "sqlite")) {
            Files.copy(site.serverCa(), tools.file("tls-ca.pem"));
            assertThat(handshake(site.device("/"), "-tls1_3")).contains("OCSP response: no response sent");
        }
    }
}
