package dev.muster.server.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.crypto.Keys;
import dev.muster.format.join.est.EstMessage;
import dev.muster.server.joining.Site.Identity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What openssl says of the list of certificates that are good no longer. */
class RevocationTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void opensslVerifiesTheListAndRefusesWhatIsInIt(String kind) throws Exception {
        Tools.need("openssl");
        Tools tools = new Tools(dir);
        Identity maker = Site.maker("Acme");
        java.util.concurrent.atomic.AtomicReference<java.time.Instant> now =
                new java.util.concurrent.atomic.AtomicReference<>(
                        java.time.Instant.now().minusSeconds(60));
        try (Site site = Site.start(dir.resolve("data"), kind, now::get)) {
            site.accept(Site.ORG, maker, "Acme");
            Identity good = site.enrol(Site.factory(maker, "Acme", "cam-1"), "cam-1");
            Identity held = site.enrol(Site.factory(maker, "Acme", "cam-2"), "cam-2");
            Identity gone = site.enrol(Site.factory(maker, "Acme", "cam-3"), "cam-3");
            Identity old = site.enrol(Site.factory(maker, "Acme", "cam-4"), "cam-4");
            Site.certificate(site.est(
                    old,
                    Site.ORG,
                    EstMessage.SIMPLE_REENROLL,
                    Site.request("cam-4", Keys.generateP256(new SecureRandom()))));
            site.api("POST", "/api/v1/demo/devices/cam-2/quarantine", Map.of("reason", "drill"));
            site.api("POST", "/api/v1/demo/devices/cam-3/retire", Map.of("reason", "sold"));
            Files.writeString(
                    tools.file("ca.pem"),
                    site.api("GET", "/api/v1/demo/authority", null)
                            .path("chain")
                            .asString());
            fetch(site, tools);
            assertThat(tools.run("openssl", "crl", "-in", "crl.pem", "-noout", "-CAfile", "ca.pem"))
                    .contains("verify OK");
            assertThat(verify(tools, good)).contains("OK");
            assertThat(verify(tools, held)).contains("revoked");
            assertThat(verify(tools, gone)).contains("revoked");
            assertThat(verify(tools, old)).contains("revoked");
            assertThat(tools.run("openssl", "crl", "-in", "crl.pem", "-noout", "-text"))
                    .contains("Certificate Hold")
                    .contains("Cessation Of Operation")
                    .contains("Superseded");
            assertThat(ocsp(site, tools, good)).contains("Response verify OK").contains("cert.pem: good");
            assertThat(ocsp(site, tools, held)).contains("cert.pem: revoked").contains("certificateHold");
            assertThat(ocsp(site, tools, gone)).contains("cert.pem: revoked");
            assertThat(ocsp(site, tools, old)).contains("cert.pem: revoked").contains("superseded");
            assertThat(ocsp(site, tools, maker)).as("not of this authority").contains("cert.pem: unknown");
            Identity stray = new Identity(
                    good.keys(), site.issuedElsewhere(good.certificate(), Keys.generateP256(new SecureRandom())));
            assertThat(ocsp(site, tools, stray))
                    .as("names this authority, and nobody issued it here")
                    .contains("Response verify OK")
                    .contains("cert.pem: unknown");
            site.api("POST", "/api/v1/demo/devices/cam-2/release", null);
            now.set(now.get().plus(Duration.ofSeconds(20)));
            fetch(site, tools);
            assertThat(verify(tools, held)).as("released").contains("OK");
        }
    }

    private static void fetch(Site site, Tools tools) throws Exception {
        Files.write(
                tools.file("crl.der"), site.get(null, "/pki/demo/device-ca.crl").body());
        tools.run("openssl", "crl", "-inform", "DER", "-in", "crl.der", "-out", "crl.pem");
    }

    /** openssl asks over plain HTTP only: it writes the question and reads the answer, and we carry both. */
    private static String ocsp(Site site, Tools tools, Identity identity) throws Exception {
        Files.writeString(tools.file("cert.pem"), identity.certificatePem());
        tools.run("openssl", "ocsp", "-issuer", "ca.pem", "-cert", "cert.pem", "-reqout", "ask.der");
        byte[] answer;
        try (java.net.http.HttpClient client = site.client(null)) {
            answer = client.send(
                            java.net.http.HttpRequest.newBuilder(site.device("/pki/demo/ocsp"))
                                    .header("content-type", "application/ocsp-request")
                                    .POST(java.net.http.HttpRequest.BodyPublishers.ofFile(tools.file("ask.der")))
                                    .build(),
                            java.net.http.HttpResponse.BodyHandlers.ofByteArray())
                    .body();
        }
        Files.write(tools.file("answer.der"), answer);
        // The question's nonce was checked by nobody here: openssl would add another one to what it reads back.
        return tools.any(
                        "openssl",
                        "ocsp",
                        "-issuer",
                        "ca.pem",
                        "-cert",
                        "cert.pem",
                        "-no_nonce",
                        "-respin",
                        "answer.der",
                        "-CAfile",
                        "ca.pem")
                .out();
    }

    private static String verify(Tools tools, Identity identity) throws Exception {
        Files.writeString(tools.file("cert.pem"), identity.certificatePem());
        return tools.any("openssl", "verify", "-crl_check", "-CAfile", "ca.pem", "-CRLfile", "crl.pem", "cert.pem")
                .out();
    }
}
