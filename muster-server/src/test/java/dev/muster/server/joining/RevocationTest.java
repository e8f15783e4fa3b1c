package dev.muster.server.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.crypto.Keys;
import dev.muster.format.join.est.EstMessage;
import dev.muster.server.joining.Site.Identity;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
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

    /** What openssl reads of a list that is one distribution point's, and of the difference from it. */
    @Test
    void aListMayBeSplitAndHaveADifference() throws Exception {
        Tools.need("openssl");
        Tools tools = new Tools(dir);
        Identity maker = Site.maker("Acme");
        Map<String, String> settings = Map.of("joining.status-url", "http://pki.example", "joining.crl-shards", "16");
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        try (Site site = Site.start(dir.resolve("data"), "sqlite", now::get, settings)) {
            site.accept(Site.ORG, maker, "Acme");
            Identity cam = site.enrol(Site.factory(maker, "Acme", "cam-1"), "cam-1");
            Files.writeString(
                    tools.file("ca.pem"),
                    site.api("GET", "/api/v1/demo/authority", null)
                            .path("chain")
                            .asString());
            Files.writeString(tools.file("cert.pem"), cam.certificatePem());
            String said = tools.run("openssl", "x509", "-in", "cert.pem", "-noout", "-text");
            assertThat(said).contains("OCSP - URI:http://pki.example/pki/demo/ocsp");
            Matcher point = Pattern.compile("URI:http://pki.example(/pki/demo/crl/[0-9a-f]{16}-[0-9a-f]\\.crl)")
                    .matcher(said);
            assertThat(point.find()).isTrue();
            String path = point.group(1);
            String difference = path.replace(".crl", ".delta.crl");
            fetch(site, tools, path);
            assertThat(tools.run("openssl", "crl", "-in", "crl.pem", "-noout", "-text", "-CAfile", "ca.pem"))
                    .contains("verify OK")
                    .contains("X509v3 Issuing Distribution Point: critical")
                    .contains("X509v3 Freshest CRL")
                    .contains("No Revoked Certificates");
            assertThat(verify(tools, cam))
                    .as("openssl takes the list of its point")
                    .contains("OK");

            now.set(now.get().plusSeconds(60));
            site.api("POST", "/api/v1/demo/devices/cam-1/quarantine", Map.of("reason", "drill"));
            fetch(site, tools, difference);
            assertThat(tools.run("openssl", "crl", "-in", "crl.pem", "-noout", "-text", "-CAfile", "ca.pem"))
                    .contains("verify OK")
                    .contains("X509v3 Delta CRL Indicator: critical")
                    .contains("Certificate Hold");
            fetch(site, tools, path);
            assertThat(verify(tools, cam)).contains("revoked");

            now.set(now.get().plusSeconds(60));
            site.api("POST", "/api/v1/demo/devices/cam-1/release", null);
            fetch(site, tools, difference);
            assertThat(tools.run("openssl", "crl", "-in", "crl.pem", "-noout", "-text"))
                    .as("it was listed after the base, so the difference says that it is good again")
                    .contains("Remove From CRL");
            for (String none : List.of("-xyz.crl", "-abc.crl", "-ab.delta.crl")) {
                assertThat(site.get(null, path.replaceAll("-[0-9a-f]\\.crl", none))
                                .statusCode())
                        .as("a list that no certificate names")
                        .isEqualTo(404);
            }
        }
    }

    private static void fetch(Site site, Tools tools, String path) throws Exception {
        Files.write(tools.file("crl.der"), site.get(null, path).body());
        tools.run("openssl", "crl", "-inform", "DER", "-in", "crl.der", "-out", "crl.pem");
    }

    /** RFC 6960 A.1, RFC 5019 §6: a question in the path, an answer that caches may keep. */
    @Test
    void aQuestionByGetIsAnsweredForCaches() throws Exception {
        Tools.need("openssl");
        Tools tools = new Tools(dir);
        Identity maker = Site.maker("Acme");
        try (Site site = Site.start(dir.resolve("data"), "sqlite")) {
            site.accept(Site.ORG, maker, "Acme");
            Identity cam = site.enrol(Site.factory(maker, "Acme", "cam-1"), "cam-1");
            Files.writeString(
                    tools.file("ca.pem"),
                    site.api("GET", "/api/v1/demo/authority", null)
                            .path("chain")
                            .asString());
            Files.writeString(tools.file("cert.pem"), cam.certificatePem());
            for (String nonce : List.of("-no_nonce", "-nonce")) {
                tools.run("openssl", "ocsp", "-issuer", "ca.pem", "-cert", "cert.pem", nonce, "-reqout", "ask.der");
                String question = URLEncoder.encode(
                        Base64.getEncoder().encodeToString(Files.readAllBytes(tools.file("ask.der"))),
                        StandardCharsets.UTF_8);
                // Clients encode a slash, as RFC 6960 A.1 asks, or leave it.
                String left = question.replace("%2F", "/");
                assertThat(site.get(null, "/pki/demo/ocsp/" + left).statusCode())
                        .isEqualTo(200);
                HttpResponse<byte[]> response = site.get(null, "/pki/demo/ocsp/" + question);
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.headers().firstValue("cache-control").orElse(""))
                        .contains(nonce.equals("-nonce") ? "no-store" : "max-age=300");
                Files.write(tools.file("answer.der"), response.body());
                assertThat(tools.run(
                                "openssl",
                                "ocsp",
                                "-reqin",
                                "ask.der",
                                "-respin",
                                "answer.der",
                                "-CAfile",
                                "ca.pem",
                                "-issuer",
                                "ca.pem",
                                "-cert",
                                "cert.pem",
                                "-no_nonce"))
                        .contains("cert.pem: good");
                assertThat(tools.run("openssl", "ocsp", "-respin", "answer.der", "-noverify", "-text"))
                        .contains("OCSP No Check")
                        .contains("OCSP Signing");
            }
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
