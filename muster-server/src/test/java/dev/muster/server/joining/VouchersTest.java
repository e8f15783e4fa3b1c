package dev.muster.server.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.join.est.EstMessage;
import dev.muster.server.http.Json;
import dev.muster.server.joining.Site.Identity;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A maker's service and a device that are openssl: vouchers let devices in, and devices ask for them (RFC 8366, RFC 8995). */
class VouchersTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String TYPE = "1.2.840.113549.1.9.16.1.40";
    private static final String NONCE = "ABEiM0RVZneImaq7zN3u/w==";

    @TempDir
    Path data;

    private final Identity maker = Site.maker("Acme");
    private final Identity masa = Site.factory(maker, "Acme", "masa-1");

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void aDeviceAsksItsMakerSaysWhoseItIsAndItJoins(String kind) throws Exception {
        Tools.need("openssl");
        try (Site site = Site.start(data.resolve(kind), kind)) {
            site.accept(Site.ORG, maker, "Acme", "voucher");
            site.api("POST", "/api/v1/orgs", Map.of("org", "other", "name", "Other"));
            Identity cam = Site.factory(maker, "Acme", "cam-07");
            assertThat(join(site, cam)).isEqualTo("403 voucher-missing");

            byte[] question = question(cam, NONCE);
            HttpResponse<byte[]> waits = ask(site, cam, question);
            assertThat(waits.statusCode()).isEqualTo(202);
            assertThat(waits.headers().firstValue("retry-after")).contains("15");
            assertThat(ask(site, cam, question).statusCode()).isEqualTo(202);
            var asked = site.api("GET", "/api/v1/demo/joining/vouchers", null).path("asked");
            assertThat(asked.size()).isEqualTo(1);
            assertThat(Base64.getDecoder().decode(asked.get(0).path("request").asString()))
                    .as("what the maker's service is asked with, as it came")
                    .isEqualTo(question);

            byte[] good = voucher(site, Site.ORG, "cam-07");
            assertThat(take(site, good)).isEqualTo("403 voucher-untrusted");
            believe(site);
            assertThat(take(site, voucher(site, "other", "cam-07"))).isEqualTo("403 voucher-other-owner");
            assertThat(take(site, signed(cam, text(site, Site.ORG, "cam-07")))).isEqualTo("403 voucher-untrusted");
            assertThat(take(site, good)).isEqualTo("201 ");
            assertThat(take(site, good)).as("the same again").isEqualTo("201 ");

            HttpResponse<byte[]> answer = ask(site, cam, question);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type")).contains("application/voucher-cms+json");
            assertThat(answer.body()).isEqualTo(good);
            Identity twin = Site.factory(maker, "Acme", "cam-08");
            assertThat(join(site, twin)).isEqualTo("403 voucher-missing");
            assertThat(Site.code(ask(site, twin, question))).isEqualTo("403 voucher-request-unsigned");
            assertThat(site.enrol(cam, "cam-07").certificate()).isNotNull();
            assertThat(site.factWhen("cam-07", "joining.idevid", "verified")).isEqualTo("verified");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "sqlite")
    void strangersAskForNothing(String kind) throws Exception {
        Tools.need("openssl");
        try (Site site = Site.start(data.resolve(kind), kind)) {
            site.accept(Site.ORG, maker, "Acme", "voucher");
            Identity fake = Site.selfMade("Acme", "cam-07");
            byte[] question = signed(fake, "{\"ietf-voucher-request:voucher\":{\"serial-number\":\"cam-07\"}}");
            assertThat(Site.code(ask(site, fake, question))).isEqualTo("401 idevid-untrusted");
            assertThat(Site.code(ask(site, null, question))).isEqualTo("401 certificate-missing");
            Identity cam = Site.factory(maker, "Acme", "cam-07");
            assertThat(ask(site, cam, new byte[] {1, 2, 3}).statusCode()).isEqualTo(400);
            assertThat(ask(site, cam, new byte[16 * 1024 + 1]).statusCode()).isEqualTo(413);
            assertThat(site.api("GET", "/api/v1/demo/joining/vouchers", null)
                            .path("asked")
                            .size())
                    .isZero();
            believe(site);
            site.api(
                    "POST",
                    "/api/v1/demo/joining/voucher-signers/"
                            + site.api("GET", "/api/v1/demo/joining/vouchers", null)
                                    .path("signers")
                                    .get(0)
                                    .path("fingerprint")
                                    .asString()
                            + "/remove",
                    Map.of("reason", "its key leaked"));
            assertThat(take(site, voucher(site, Site.ORG, "cam-07"))).isEqualTo("403 voucher-untrusted");
            assertThat(take(site, new byte[] {0x30, 0})).isEqualTo("400 malformed");
        }
    }

    /** What a device writes before it has joined is its own, as it is afterwards. */
    @Test
    void aDevicesQuestionsAreChargedToItself() throws Exception {
        Tools.need("openssl");
        try (Site site = Site.start(
                data.resolve("quota"),
                "sqlite",
                Map.of("quota.device-entries", "1", "quota.device-entries-per-hour", "1"))) {
            site.accept(Site.ORG, maker, "Acme", "voucher");
            believe(site);
            Identity cam = Site.factory(maker, "Acme", "cam-07");
            assertThat(ask(site, cam, question(cam, NONCE)).statusCode()).isEqualTo(202);
            assertThat(take(site, voucher(site, Site.ORG, "cam-07"))).isEqualTo("201 ");
            byte[] other = question(cam, Base64.getEncoder().encodeToString(new byte[16]));
            assertThat(Site.code(ask(site, cam, other))).isEqualTo("429 quota-exceeded");
        }
    }

    private byte[] question(Identity cam, String nonce) throws Exception {
        return signed(
                cam,
                "{\"ietf-voucher-request:voucher\":{\"assertion\":\"proximity\",\"created-on\":\"" + Instant.now()
                        + "\",\"serial-number\":\"cam-07\",\"nonce\":\"" + nonce + "\"}}");
    }

    private void believe(Site site) throws Exception {
        site.api(
                "POST",
                "/api/v1/demo/joining/voucher-signers",
                Map.of("maker", "Acme", "certificate", masa.certificatePem()));
    }

    private static String join(Site site, Identity who) throws Exception {
        return Site.code(
                site.est(who, Site.ORG, EstMessage.SIMPLE_ENROLL, Site.request("x", Keys.generateP256(RANDOM))));
    }

    private static String take(Site site, byte[] voucher) throws Exception {
        HttpResponse<byte[]> response = site.apiResponse(
                "POST",
                "/api/v1/demo/joining/vouchers",
                Map.of("voucher", Base64.getEncoder().encodeToString(voucher)));
        return response.statusCode() + " "
                + Json.tree(response.body()).path("code").asString("");
    }

    private static HttpResponse<byte[]> ask(Site site, @Nullable Identity who, byte[] question) throws Exception {
        try (HttpClient client = site.client(who)) {
            HttpRequest request = HttpRequest.newBuilder(site.device("/demo/.well-known/brski/requestvoucher"))
                    .header("content-type", "application/voucher-cms+json")
                    .POST(BodyPublishers.ofByteArray(question))
                    .build();
            return client.send(request, BodyHandlers.ofByteArray());
        }
    }

    private byte[] voucher(Site site, String org, String serial) throws Exception {
        return signed(masa, text(site, org, serial));
    }

    /** The owner is named by its authority, as anybody can read it there. */
    private static String text(Site site, String org, String serial) throws Exception {
        String pem = site.api("GET", "/api/v1/" + org + "/authority", null)
                .path("certificate")
                .asString();
        return "{\"ietf-voucher:voucher\":{\"assertion\":\"verified\",\"created-on\":\"" + Instant.now()
                + "\",\"serial-number\":\"" + serial + "\",\"nonce\":\"" + NONCE + "\",\"pinned-domain-cert\":\""
                + Base64.getEncoder().encodeToString(Pem.first(pem, "CERTIFICATE")) + "\"}}";
    }

    private byte[] signed(Identity by, String text) throws Exception {
        Tools tools = new Tools(Files.createTempDirectory(data, "openssl"));
        Files.writeString(tools.file("text"), text);
        Files.writeString(tools.file("signer.pem"), by.keyPem() + by.certificatePem());
        tools.run(
                "openssl",
                "cms",
                "-sign",
                "-binary",
                "-nodetach",
                "-econtent_type",
                TYPE,
                "-in",
                "text",
                "-signer",
                "signer.pem",
                "-outform",
                "DER",
                "-out",
                "signed");
        return Files.readAllBytes(tools.file("signed"));
    }
}
