package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.AgentSettings;
import dev.muster.agent.Notice.What;
import dev.muster.agent.state.Authorities;
import dev.muster.cli.api.ApiClient;
import dev.muster.fleet.Fleet;
import dev.muster.format.crypto.Keys;
import dev.muster.format.join.x509.CertificatePurpose;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.SubjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A device and the results of its server: whose it believes, and what becomes of the others. */
class ResultTrustTest {
    private static final AgentSettings SETTINGS = new AgentSettings(
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofMillis(100),
            Duration.ofMillis(400),
            Duration.ofMillis(30));

    @TempDir
    private Path dir;

    private final ShiftedClock deviceClock = new ShiftedClock();
    private final Notices notices = new Notices();
    private ServerHere server;
    private Site site;

    @BeforeEach
    void open() throws IOException {
        server = new ServerHere(dir.resolve("server"), Instant::now);
        server.start();
        site = new Site(dir, server.deviceDoors());
        site.publish();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Fleet fleet() throws IOException {
        return site.fleet(1, SETTINGS, deviceClock, notices);
    }

    private boolean more(What what) throws InterruptedException {
        int before = notices.count(what);
        return Site.eventually(() -> notices.count(what) > before);
    }

    private String fact(String key) {
        try (ApiClient api = site.api()) {
            for (var fact : api.get(Site.path("devices/cam-01")).path("facts")) {
                if (fact.path("key").asString().equals(key)) {
                    return fact.path("value").asString();
                }
            }
            return "";
        }
    }

    private void replaceAuthority() throws IOException {
        SecureRandom random = new SecureRandom();
        KeyPair keys = Keys.generateP256(random);
        X509Certificate other = new CertificateTemplate(
                        SubjectName.authority("demo", "demo device CA"),
                        CertificateTemplate.randomSerial(random),
                        Instant.now().minusSeconds(60),
                        Instant.now().plusSeconds(86_400),
                        CertificatePurpose.AUTHORITY)
                .selfSigned(keys);
        new Authorities(List.of(other)).keep(site.roots("cam-01"));
    }

    @Test
    @Timeout(200)
    void theVerifierMayChangeItsKeyAndTheDeviceGoesOn() throws Exception {
        try (Fleet fleet = fleet()) {
            fleet.start("cam-01");
            assertThat(Site.eventually(() -> notices.count(What.ATTESTED) > 0)).isTrue();
            assertThat(notices.of(What.ATTESTED).getFirst()).startsWith("affirming");
            assertThat(Authorities.kept(site.roots("cam-01"))).isPresent();
            try (ApiClient api = site.api()) {
                assertThat(api.get(Site.path("appraisals/cam-01"))
                                .path("boundToConnection")
                                .asBoolean())
                        .as("evidence is worth nothing over another connection")
                        .isTrue();
            }
            server.stop();
            Path key = dir.resolve("server/attestation/verifier.pem");
            String before = Files.readString(key);
            Files.delete(key);
            server.start();
            assertThat(Files.readString(key)).isNotEqualTo(before);
            assertThat(more(What.ATTESTED)).as("results under the new key").isTrue();
            assertThat(notices.of(What.RESULT_REFUSED)).isEmpty();
        }
    }

    @Test
    @Timeout(200)
    void aResultUnderAnotherAuthorityIsNotGoneByAndTheServerIsTold() throws Exception {
        try (Fleet fleet = fleet()) {
            fleet.start("cam-01");
            assertThat(Site.eventually(() -> notices.count(What.ATTESTED) > 0)).isTrue();
            byte[] right = Files.readAllBytes(Authorities.file(site.roots("cam-01")));
            replaceAuthority();
            assertThat(more(What.RESULT_REFUSED)).isTrue();
            assertThat(notices.of(What.RESULT_REFUSED).getFirst())
                    .contains("result-signer-untrusted", "/headers/33", "the authority that this device joined");
            notices.forget();
            assertThat(more(What.RESULT_REFUSED)).isTrue();
            assertThat(notices.of(What.ATTESTED)).isEmpty();
            assertThat(Site.eventually(() -> fact("attestation.result-disputed").equals("result-signer-untrusted")))
                    .as("the next evidence says so, signed by the device")
                    .isTrue();
            assertThat(orderedAttestation()).contains("FAILED", "result-signer-untrusted");

            Files.write(Authorities.file(site.roots("cam-01")), right);
            assertThat(more(What.ATTESTED)).isTrue();
            assertThat(site.roots("cam-01").state().resolve("dispute")).doesNotExist();
        }
    }

    /** How an order to attest ended. */
    private String orderedAttestation() throws InterruptedException {
        try (ApiClient api = site.api()) {
            api.post(Site.path("devices/cam-01/orders"), Map.of("kind", "attest"));
        }
        assertThat(Site.eventually(() -> !attestations().isEmpty())).isTrue();
        return attestations().getFirst();
    }

    /** How orders to attest ended; the network has orders of its own. */
    private List<String> attestations() {
        return site.entries("cam-01", "devices.order-closed").stream()
                .filter(closed -> closed.contains("\"ATTEST\""))
                .toList();
    }

    @Test
    @Timeout(200)
    void aDeviceWhoseClockIsWrongSaysSoAndGoesOnWhenItIsRight() throws Exception {
        try (Fleet fleet = fleet()) {
            fleet.start("cam-01");
            assertThat(Site.eventually(() -> notices.count(What.ATTESTED) > 0)).isTrue();
            deviceClock.pass(Duration.ofHours(2));
            assertThat(more(What.RESULT_REFUSED)).isTrue();
            assertThat(notices.of(What.RESULT_REFUSED).getFirst())
                    .contains("result-expired", "/exp", "this device's clock says");
            deviceClock.pass(Duration.ofHours(-2));
            assertThat(more(What.ATTESTED)).isTrue();
        }
    }
}
