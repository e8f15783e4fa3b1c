package dev.muster.server.joining;

import static dev.muster.server.joining.Site.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.joining.LocalIdentity;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.Keys;
import dev.muster.format.devices.orders.Order;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.devices.orders.OrderList;
import dev.muster.format.join.x509.CertificatePurpose;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.SubjectName;
import dev.muster.server.http.Json;
import dev.muster.server.joining.Site.Identity;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is taken for a device at a door, and who is not. */
class DeviceAuthenticationTest {
    private static final String ORDERS = "/devices/demo/orders";
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path data;

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final Identity maker = Site.maker("Acme");
    private final Identity factory = Site.factory(maker, "Acme", "cam-07");
    private Site site;

    @BeforeEach
    void start() throws Exception {
        site = Site.start(data.resolve("muster"), "sqlite", () -> Instant.now().plus(ahead.get()));
        site.accept(Site.ORG, maker, "Acme");
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void anAuthorityOfTheSameNameIssuesNoDevices() throws Exception {
        site.enrol(factory, "cam-07");
        KeyPair forgedKeys = Keys.generateP256(RANDOM);
        X509Certificate forged = LocalIdentity.authority(
                        new OrgId("demo"), CertificateTemplate.randomSerial(RANDOM), Instant.now())
                .selfSigned(forgedKeys);
        KeyPair keys = Keys.generateP256(RANDOM);
        X509Certificate certificate = new CertificateTemplate(
                        SubjectName.device("demo", "cam-07"),
                        CertificateTemplate.randomSerial(RANDOM),
                        Instant.now().minusSeconds(60),
                        Instant.now().plusSeconds(3600),
                        CertificatePurpose.DEVICE)
                .issue(keys.getPublic(), new CertificateTemplate.Issuer(forged, forgedKeys.getPrivate()));
        assertThat(code(site.get(new Identity(keys, certificate), ORDERS))).isEqualTo("401 certificate-untrusted");
    }

    @Test
    void aFactoryIdentityIsNoDeviceYet() throws Exception {
        site.enrol(factory, "cam-07");
        assertThat(code(site.get(factory, ORDERS))).isEqualTo("401 certificate-untrusted");
        assertThat(code(site.get(null, ORDERS))).isEqualTo("401 certificate-missing");
    }

    @Test
    void aCertificateEndsAndTheDeviceComesBackByItsFactoryIdentity() throws Exception {
        Identity cam = site.enrol(factory, "cam-07");
        assertThat(site.get(cam, ORDERS).statusCode()).isEqualTo(200);
        ahead.set(LocalIdentity.LIFETIME.plus(Duration.ofHours(1)));
        assertThat(code(site.get(cam, ORDERS))).isEqualTo("401 certificate-expired");
        X509Certificate again =
                Site.certificate(site.est(factory, Site.ORG, "simpleenroll", Site.request("cam-07", cam.keys())));
        assertThat(site.get(new Identity(cam.keys(), again), ORDERS).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aReleasedOrRetiredDeviceIsLockedOut() throws Exception {
        Identity cam = site.enrol(factory, "cam-07");
        site.api("POST", "/api/v1/demo/devices/cam-07/ownership/release", Map.of("reason", "sold"));
        assertThat(code(site.get(cam, ORDERS))).isEqualTo("401 certificate-superseded");
        Identity next = site.enrol(factory, "cam-07");
        assertThat(site.get(next, ORDERS).statusCode()).isEqualTo(200);
        site.api("POST", "/api/v1/demo/devices/cam-07/retire", null);
        assertThat(code(site.get(next, ORDERS))).isEqualTo("403 device-retired");
        assertThat(site.apiResponse("POST", "/api/v1/demo/devices/cam-07/release", null)
                        .statusCode())
                .as("retired is for ever")
                .isEqualTo(409);
    }

    @Test
    void anOperatorAsksAndOrdersPastTheirTimeAreNotDelivered() throws Exception {
        Identity cam = site.enrol(factory, "cam-07");
        String id = site.api("POST", "/api/v1/demo/devices/cam-07/orders", Map.of("kind", "attest"))
                .path("order")
                .asString();
        OrderList orders = OrderList.parse(site.get(cam, ORDERS).body());
        assertThat(asked(orders)).singleElement().satisfies(order -> {
            assertThat(order.id()).isEqualTo(id);
            assertThat(order.action()).isEqualTo(new OrderAction.Attest());
        });
        assertThat(OrderList.parse(site.get(cam, ORDERS).body()))
                .as("delivered again until it is reported on")
                .isEqualTo(orders);
        assertThat(site.apiResponse("POST", "/api/v1/demo/devices/cam-07/orders", Map.of("kind", "install"))
                        .statusCode())
                .isEqualTo(400);
        ahead.set(Duration.ofDays(4));
        assertThat(asked(OrderList.parse(site.get(cam, ORDERS).body()))).isEmpty();
        assertThat(Json.tree(site.apiResponse("GET", "/api/v1/demo/devices/cam-07/orders", null)
                                .body())
                        .path("orders"))
                .as("open until the sweep closes it")
                .anyMatch(order -> order.path("id").asString("").equals(id));
    }

    /** What was asked for by hand: a device that has joined may be told its network policy as well. */
    private static List<Order> asked(OrderList orders) {
        return orders.orders().stream()
                .filter(order -> !(order.action() instanceof OrderAction.NetworkPolicy))
                .toList();
    }

    @Test
    void anAnchorThatIsTakenBackLetsNobodyInAnyMore() throws Exception {
        String fingerprint = site.api("GET", "/api/v1/demo/anchors", null)
                .path("anchors")
                .path(0)
                .path("fingerprint")
                .asString();
        assertThat(site.apiResponse("DELETE", "/api/v1/demo/anchors/" + fingerprint, null)
                        .statusCode())
                .isEqualTo(204);
        assertThat(code(site.est(factory, Site.ORG, "simpleenroll", Site.request("cam-07", Keys.generateP256(RANDOM)))))
                .isEqualTo("401 idevid-untrusted");
        assertThat(site.apiResponse("DELETE", "/api/v1/demo/anchors/" + fingerprint, null)
                        .statusCode())
                .isEqualTo(404);
    }
}
