package dev.muster.server.joining;

import static dev.muster.server.joining.Site.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.join.est.CertsOnly;
import dev.muster.format.join.est.EstBase64;
import dev.muster.format.join.est.EstMessage;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.server.joining.Site.Identity;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** One generation of authorities follows another under devices that speak real TLS; openssl judges the chains. */
class AuthoritiesTest {
    @TempDir
    Path dir;

    private final Identity maker = Site.maker("Acme");

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void aGenerationFollowsAnotherAndNobodyIsLockedOut(String kind) throws Exception {
        Tools.need("openssl");
        Tools tools = new Tools(dir);
        try (Site site = Site.start(dir.resolve("data"), kind, Map.of("joining.rollover-minutes", "0"))) {
            site.accept(Site.ORG, maker, "Acme");
            assertThat(standings(site))
                    .containsExactlyInAnyOrder(
                            "root active", "infrastructure active", "device active", "attestation active");
            Identity cam = site.enrol(Site.factory(maker, "Acme", "cam-1"), "cam-1");
            Files.writeString(tools.file("old.pem"), chain(site));
            assertThat(tools.run("openssl", "verify", "-CAfile", "old.pem", write(tools, cam)))
                    .contains("OK");
            String old = fingerprint(site, "device", "active");

            site.api("POST", "/api/v1/demo/authorities/announce", Map.of("key", "P-384", "root", true));
            assertThat(code(site.apiResponse("POST", "/api/v1/demo/authorities/announce", Map.of())))
                    .isEqualTo("409 rollover-under-way");
            assertThat(site.get(cam, "/devices/demo/orders").headers().firstValue("muster-renew-within"))
                    .isEmpty();
            Identity between = site.enrol(Site.factory(maker, "Acme", "cam-2"), "cam-2");
            assertThat(between.certificate().getIssuerX500Principal())
                    .isEqualTo(cam.certificate().getIssuerX500Principal());
            assertThat(cacerts(site))
                    .as("issuers, roots, what each root says of the other, TLS")
                    .hasSize(7);

            site.api("POST", "/api/v1/demo/authorities/activate", null);
            HttpResponse<byte[]> orders = site.get(cam, "/devices/demo/orders");
            assertThat(orders.statusCode()).isEqualTo(200);
            assertThat(orders.headers().firstValue("muster-renew-within")).contains("0");
            assertThat(code(site.apiResponse(
                            "POST", "/api/v1/demo/authorities/retire", Map.of("fingerprint", old, "reason", "over"))))
                    .isEqualTo("409 authority-in-use");
            // With the same key, and although the certificate is young: the device should leave the old authority.
            Identity renewed = new Identity(cam.keys(), renew(site, cam, cam.keys()));
            assertThat(renewed.certificate()).isNotEqualTo(cam.certificate());
            assertThat(site.get(renewed, "/devices/demo/orders").headers().firstValue("muster-renew-within"))
                    .isEmpty();
            crossed(site, tools, renewed);

            renew(site, between, Keys.generateP256(new SecureRandom()));
            site.api(
                    "POST",
                    "/api/v1/demo/authorities/retire",
                    Map.of("fingerprint", fingerprint(site, "root", "previous"), "reason", ""));
            assertThat(standings(site)).contains("device retired", "root retired", "device active");
            assertThat(code(site.get(cam, "/devices/demo/orders"))).isEqualTo("401 certificate-untrusted");
            assertThat(site.get(renewed, "/devices/demo/orders").statusCode()).isEqualTo(200);
            assertThat(cacerts(site))
                    .as("issuer, root, what the retired root said of it, TLS")
                    .hasSize(4);
            crossed(site, tools, renewed);
            assertThat(Site.certificate(
                            site.est(cam, Site.ORG, EstMessage.SIMPLE_REENROLL, Site.request("cam-1", cam.keys()))))
                    .as("whoever was away for all of it still renews: nothing lived under the old one when it ended")
                    .isEqualTo(renewed.certificate());
        }
    }

    /** Who trusts the old root only comes to the new certificate over what the old root said of the new one. */
    private void crossed(Site site, Tools tools, Identity renewed) throws Exception {
        StringBuilder untrusted = new StringBuilder();
        for (X509Certificate each : cacerts(site)) {
            if (each.getSubjectX500Principal().equals(each.getIssuerX500Principal())) {
                continue; // openssl takes a root that it does not trust before what a trusted one says of it, and gives
                // up
            }
            untrusted.append(new Pem("CERTIFICATE", CertificateReader.encoded(each)).encode());
        }
        Files.writeString(tools.file("all.pem"), untrusted.toString());
        List<X509Certificate> before = Pem.parse(Files.readString(tools.file("old.pem"))).stream()
                .map(block -> CertificateReader.parse(block.content()))
                .filter(each -> each.getSubjectX500Principal().equals(each.getIssuerX500Principal()))
                .toList();
        Files.writeString(
                tools.file("root.pem"), new Pem("CERTIFICATE", CertificateReader.encoded(before.getFirst())).encode());
        assertThat(tools.run(
                        "openssl", "verify", "-CAfile", "root.pem", "-untrusted", "all.pem", write(tools, renewed)))
                .contains("OK");
    }

    @Test
    void aStepNeedsASecondPersonWhenThePolicySaysSo() throws Exception {
        try (Site site = Site.start(dir.resolve("data"), "sqlite", Map.of("joining.two-people", "on"))) {
            HttpResponse<byte[]> asked =
                    site.apiResponse("POST", "/api/v1/demo/authorities/announce", Map.of("reason", "yearly"));
            assertThat(asked.statusCode()).isEqualTo(202);
            assertThat(standings(site)).doesNotContain("device next");
            assertThat(code(site.apiResponse("POST", "/api/v1/demo/authorities/approve", null)))
                    .isEqualTo("403 same-person");
            site.api("POST", "/api/v1/demo/operators", Map.of("operator", "bea", "role", "ADMINISTRATOR"));
            String bea = site.api("POST", "/api/v1/demo/tokens", Map.of("operator", "bea", "days", 1))
                    .path("token")
                    .asString();
            assertThat(site.apiResponse(bea, "POST", "/api/v1/demo/authorities/approve", null)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(standings(site)).contains("device next");
            assertThat(code(site.apiResponse(bea, "POST", "/api/v1/demo/authorities/approve", null)))
                    .as("a word is good for one step")
                    .isEqualTo("404 proposal-unknown");
        }
    }

    @Test
    void somebodyIsToldHalfAYearBeforeAnAuthorityEnds() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        try (Site site = Site.start(dir.resolve("data"), "sqlite", now::get)) {
            assertThat(site.troubles()).isEmpty();
            now.set(now.get().plus(Duration.ofDays(10 * 365 - 170)));
            assertThat(site.troubles())
                    .anyMatch(each -> each.startsWith("The device authority ends at "))
                    .noneMatch(each -> each.startsWith("The root authority"));
        }
    }

    @Test
    void anAuthorityInUseEndsByForceAndForAReasonOnly() throws Exception {
        try (Site site = Site.start(dir.resolve("data"), "sqlite")) {
            site.accept(Site.ORG, maker, "Acme");
            Identity cam = site.enrol(Site.factory(maker, "Acme", "cam-1"), "cam-1");
            String old = fingerprint(site, "device", "active");
            assertThat(code(site.apiResponse("POST", "/api/v1/demo/authorities/retire", Map.of("fingerprint", old))))
                    .isEqualTo("409 authority-in-force");
            String oldRoot = fingerprint(site, "root", "active");
            site.api("POST", "/api/v1/demo/authorities/announce", Map.of("root", true));
            site.api("POST", "/api/v1/demo/authorities/activate", null);
            assertThat(code(site.apiResponse(
                            "POST", "/api/v1/demo/authorities/retire", Map.of("fingerprint", old, "force", true))))
                    .isEqualTo("400 reason-missing");
            site.api(
                    "POST",
                    "/api/v1/demo/authorities/retire",
                    Map.of("fingerprint", oldRoot, "force", true, "reason", "its key was copied"));
            assertThat(cacerts(site))
                    .as("issuer, root, TLS: nothing that the old root said")
                    .hasSize(3);
            assertThat(code(site.get(cam, "/devices/demo/orders"))).isEqualTo("401 certificate-untrusted");
            assertThat(code(site.est(cam, Site.ORG, EstMessage.SIMPLE_REENROLL, Site.request("cam-1", cam.keys()))))
                    .isEqualTo("401 certificate-untrusted");
        }
    }

    private static String write(Tools tools, Identity identity) throws Exception {
        Files.writeString(tools.file("leaf.pem"), identity.certificatePem());
        return "leaf.pem";
    }

    private static X509Certificate renew(Site site, Identity present, KeyPair keys) throws Exception {
        String device = dev.muster.format.join.x509.SubjectName.of(
                        present.certificate().getSubjectX500Principal())
                .serialNumber()
                .orElseThrow();
        return Site.certificate(site.est(present, Site.ORG, EstMessage.SIMPLE_REENROLL, Site.request(device, keys)));
    }

    private static String chain(Site site) throws Exception {
        return site.api("GET", "/api/v1/demo/authority", null).path("chain").asString();
    }

    private static List<X509Certificate> cacerts(Site site) throws Exception {
        byte[] body =
                site.get(null, EstMessage.path(Site.ORG, EstMessage.CACERTS)).body();
        return CertsOnly.parse(EstBase64.decode(body, CertsOnly.MAX_BYTES)).certificates();
    }

    private static List<JsonNode> authorities(Site site) throws Exception {
        JsonNode all = site.api("GET", "/api/v1/demo/authorities", null).path("authorities");
        return StreamSupport.stream(all.spliterator(), false).toList();
    }

    private static List<String> standings(Site site) throws Exception {
        return authorities(site).stream()
                .map(each -> each.path("role").asString() + " "
                        + each.path("standing").asString())
                .toList();
    }

    private static String fingerprint(Site site, String role, String standing) throws Exception {
        Optional<JsonNode> found = authorities(site).stream()
                .filter(each -> each.path("role").asString().equals(role)
                        && each.path("standing").asString().equals(standing))
                .findFirst();
        return found.orElseThrow().path("fingerprint").asString();
    }
}
