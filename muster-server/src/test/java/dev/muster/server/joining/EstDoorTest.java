package dev.muster.server.joining;

import static dev.muster.server.joining.Site.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.crypto.Keys;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.devices.orders.OrderList;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.format.devices.orders.OrderReport;
import dev.muster.format.devices.orders.Strength;
import dev.muster.format.join.est.CertsOnly;
import dev.muster.format.join.est.EstBase64;
import dev.muster.format.join.est.EstMessage;
import dev.muster.format.join.x509.CertificatePath;
import dev.muster.format.join.x509.SubjectName;
import dev.muster.server.joining.Site.Identity;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Devices join, are asked for things and are cut off, over real TLS, on both databases. */
class EstDoorTest {
    private static final String ORG = Site.ORG;
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path data;

    private final Identity maker = Site.maker("Acme");

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void aDeviceJoinsRenewsAndReplacesItsKey(String kind) throws Exception {
        try (Site site = Site.start(data.resolve(kind), kind)) {
            site.accept(ORG, maker, "Acme");
            Identity cam = site.enrol(Site.factory(maker, "Acme", "cam-07"), "cam-07");
            X509Certificate authority = Site.certificate(site.get(null, EstMessage.path(ORG, EstMessage.CACERTS)));
            assertThat(new CertificatePath(List.of(cam.certificate())).validate(List.of(authority), Instant.now()))
                    .isEqualTo(new CertificatePath.Outcome.Valid(authority));
            assertThat(SubjectName.of(cam.certificate().getSubjectX500Principal()))
                    .isEqualTo(SubjectName.device(ORG, "cam-07"));
            assertThat(site.factWhen("cam-07", "joining.idevid", "verified")).isEqualTo("verified");
            assertThat(site.factWhen("cam-07", "transport.version", "TLSv1.3")).isEqualTo("TLSv1.3");
            assertThat(site.factWhen("cam-07", "devices.state", "joining"))
                    .as("it has shown nothing yet")
                    .isEqualTo("joining");
            assertThat(site.factWhen("cam-07", "network.policy", "joining")).isEqualTo("joining");

            byte[] same = Site.request("cam-07", cam.keys());
            assertThat(Site.certificate(site.est(cam, ORG, EstMessage.SIMPLE_REENROLL, same)))
                    .as("a fresh certificate is not replaced for the same key")
                    .isEqualTo(cam.certificate());
            KeyPair next = Keys.generateP256(RANDOM);
            Identity rekeyed = new Identity(
                    next,
                    Site.certificate(site.est(cam, ORG, EstMessage.SIMPLE_REENROLL, Site.request("cam-07", next))));
            assertThat(code(site.get(cam, "/devices/demo/orders"))).isEqualTo("401 certificate-superseded");
            assertThat(site.get(rekeyed, "/devices/demo/orders").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void aSelfMadeIdentityIsRefusedAndTheRefusalIsAnEntry(String kind) throws Exception {
        try (Site site = Site.start(data.resolve(kind), kind)) {
            site.accept(ORG, maker, "Acme");
            Identity fake = Site.selfMade("Acme", "cam-07");
            for (int i = 0; i < 20; i++) {
                assertThat(code(site.est(fake, ORG, EstMessage.SIMPLE_ENROLL, Site.request("cam-07", fake.keys()))))
                        .isEqualTo("401 idevid-untrusted");
            }
            JsonNode entries = site.api("GET", "/api/v1/demo/entries", null);
            assertThat(entries.toString()).contains("joining.refused");
            assertThat(entries.toString().split("joining\\.refused\"", -1).length - 1)
                    .as("twenty attempts, one entry at once")
                    .isEqualTo(1);
        }
    }

    /** A maker that gave one key to two devices, or somebody who copied it: either may be the copy, and both are told of. */
    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void twoDevicesWithOneFactoryKeyAreBothJudged(String kind) throws Exception {
        try (Site site = Site.start(data.resolve(kind), kind)) {
            site.accept(ORG, maker, "Acme");
            KeyPair born = Keys.generateP256(RANDOM);
            site.enrol(Site.factory(maker, "Acme", "cam-07", born), "cam-07");
            assertThat(site.factWhen("cam-07", "joining.factory-key-unique", "true"))
                    .isEqualTo("true");
            Identity second = Site.factory(maker, "Acme", "cam-08", born);
            byte[] csr = Site.request("cam-08", Keys.generateP256(RANDOM));
            assertThat(code(site.est(second, ORG, EstMessage.SIMPLE_ENROLL, csr)))
                    .isEqualTo("403 factory-key-in-use");
            assertThat(site.factWhen("cam-07", "joining.factory-key-unique", "false"))
                    .isEqualTo("false");
            assertThat(site.factWhen("cam-08", "joining.factory-key-unique", "false"))
                    .isEqualTo("false");
            site.api("POST", "/api/v1/demo/devices/cam-07/ownership/release", Map.of("reason", "it was the copy"));
            assertThat(site.enrol(second, "cam-08").certificate()).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void oneOrganisationsMakerIsAStrangerAtAnother(String kind) throws Exception {
        try (Site site = Site.start(data.resolve(kind), kind)) {
            site.accept(ORG, maker, "Acme");
            site.api("POST", "/api/v1/orgs", Map.of("org", "other", "name", "Other"));
            Identity bolt = Site.maker("Bolt");
            site.accept("other", bolt, "Bolt");
            Identity factory = Site.factory(maker, "Acme", "cam-07");
            byte[] csr = Site.request("cam-07", Keys.generateP256(RANDOM));
            assertThat(code(site.est(factory, "other", EstMessage.SIMPLE_ENROLL, csr)))
                    .isEqualTo("401 idevid-untrusted");
            Identity cam = site.enrol(factory, "cam-07");
            assertThat(code(site.get(cam, "/devices/other/orders"))).isEqualTo("401 certificate-untrusted");
            assertThat(code(site.est(cam, "other", EstMessage.SIMPLE_REENROLL, csr)))
                    .isEqualTo("401 certificate-untrusted");
            assertThat(code(site.get(cam, "/devices/nobody/orders"))).isEqualTo("401 certificate-untrusted");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void quarantineReachesAWaitingDeviceAndLeavesItOnlyWhatProvesIt(String kind) throws Exception {
        try (Site site = Site.start(data.resolve(kind), kind)) {
            site.accept(ORG, maker, "Acme");
            Identity cam = site.enrol(Site.factory(maker, "Acme", "cam-07"), "cam-07");
            assertThat(site.factWhen("cam-07", "network.policy", "joining")).isEqualTo("joining");
            byte[] done =
                    new OrderReport(OrderOutcome.DONE, "", "", Optional.of(Strength.SIMULATED), Instant.now()).encode();
            OrderList first =
                    OrderList.parse(site.get(cam, "/devices/demo/orders").body());
            site.post(cam, "/devices/demo/orders/" + first.orders().getFirst().id(), done);
            CompletableFuture<HttpResponse<byte[]>> waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return site.get(cam, "/devices/demo/orders?wait=50");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            site.api("POST", "/api/v1/demo/devices/cam-07/quarantine", Map.of("reason", "drill"));
            OrderList orders = OrderList.parse(waiting.get().body());
            assertThat(orders.orders()).hasSize(1);
            assertThat(orders.orders().getFirst().action())
                    .isInstanceOfSatisfying(OrderAction.NetworkPolicy.class, policy -> {
                        assertThat(policy.name()).isEqualTo("quarantine");
                        assertThat(new String(policy.ruleset(), StandardCharsets.UTF_8))
                                .contains("127.0.0.1 tcp dport "
                                        + site.device("/").getPort());
                    });
            assertThat(code(site.est(
                            cam, ORG, EstMessage.SIMPLE_REENROLL, Site.request("cam-07", Keys.generateP256(RANDOM)))))
                    .isEqualTo("403 device-quarantined");

            String path = "/devices/demo/orders/" + orders.orders().getFirst().id();
            assertThat(site.post(cam, path, done).statusCode()).isEqualTo(204);
            assertThat(site.post(cam, path, done).statusCode())
                    .as("the same report again")
                    .isEqualTo(204);
            assertThat(site.factWhen("cam-07", "network.isolation", "applied")).isEqualTo("applied");
            assertThat(site.factWhen("cam-07", "network.enforced", "simulated")).isEqualTo("simulated");

            site.api("POST", "/api/v1/demo/devices/cam-07/release", null);
            OrderList normal = OrderList.parse(site.get(
                            cam,
                            "/devices/demo/orders?wait=50&after="
                                    + orders.orders().getFirst().sequence())
                    .body());
            assertThat(normal.orders().getFirst().action())
                    .isInstanceOfSatisfying(
                            OrderAction.NetworkPolicy.class,
                            policy -> assertThat(policy.name()).isEqualTo("normal"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite"})
    void whatCannotBeReadIsMalformedAndWhatMayNotBeIsRefused(String kind) throws Exception {
        try (Site site = Site.start(data.resolve(kind), kind)) {
            site.accept(ORG, maker, "Acme");
            Identity factory = Site.factory(maker, "Acme", "cam-07");
            byte[] csr = Site.request("cam-07", Keys.generateP256(RANDOM));
            assertThat(code(site.est(null, ORG, EstMessage.SIMPLE_ENROLL, csr))).isEqualTo("401 certificate-missing");
            assertThat(code(site.est(factory, "nobody", EstMessage.SIMPLE_ENROLL, csr)))
                    .startsWith("404");
            assertThat(site.est(factory, ORG, EstMessage.SIMPLE_ENROLL, "garbage!".getBytes(StandardCharsets.UTF_8))
                            .statusCode())
                    .isEqualTo(400);
            assertThat(site.est(factory, ORG, EstMessage.SIMPLE_ENROLL, new byte[20_000])
                            .statusCode())
                    .isEqualTo(413);
            byte[] bent = EstBase64.decode(csr, CertsOnly.MAX_BYTES);
            bent[bent.length - 1] ^= 1;
            assertThat(code(site.est(factory, ORG, EstMessage.SIMPLE_ENROLL, EstBase64.encode(bent))))
                    .isEqualTo("400 possession-unproven");
            assertThat(code(site.est(Site.selfMade("Acme", "cam-07"), ORG, EstMessage.SIMPLE_REENROLL, csr)))
                    .isEqualTo("401 certificate-untrusted");
            assertThat(site.get(factory, EstMessage.path(ORG, EstMessage.CSRATTRS))
                            .statusCode())
                    .isEqualTo(200);
            Identity cam = site.enrol(factory, "cam-07");
            assertThat(code(site.post(
                            cam,
                            "/devices/demo/orders/none",
                            OrderReport.done(Instant.now()).encode())))
                    .isEqualTo("404 order-unknown");
            assertThat(site.post(cam, "/devices/demo/orders/none", new byte[] {1, 2, 3})
                            .statusCode())
                    .isEqualTo(400);
            assertThat(site.apiResponse("POST", "/api/v1/demo/devices/ghost/quarantine", null)
                            .statusCode())
                    .isEqualTo(404);
            assertThat(site.apiResponse("POST", "/api/v1/demo/devices/cam-07/release", null)
                            .statusCode())
                    .as("operational already")
                    .isEqualTo(200);
        }
    }
}
