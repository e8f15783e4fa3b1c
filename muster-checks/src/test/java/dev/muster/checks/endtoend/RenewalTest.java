package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.AgentSettings;
import dev.muster.agent.Notice.What;
import dev.muster.agent.server.DeviceConnection;
import dev.muster.agent.server.DeviceTls;
import dev.muster.agent.server.Reply;
import dev.muster.agent.state.Credential;
import dev.muster.cli.DataDir;
import dev.muster.cli.api.ApiClient;
import dev.muster.fleet.Fleet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

/**
 * The agent's certificate over weeks, with the real server: fourteen days long, renewed between two thirds of it and a
 * tenth more, and never lost, whoever is away, wrong or cut off.
 */
@Timeout(300)
class RenewalTest {
    private static final String ID = "cam-01";
    private static final Duration BEFORE_WINDOW = Duration.ofDays(9);
    private static final Duration IN_WINDOW = Duration.ofDays(11);
    private static final Duration BEYOND_THE_END = Duration.ofDays(15);

    /** Attests twice a second, so that the agent looks at its clock as often. */
    private static final AgentSettings SETTINGS = new AgentSettings(
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofMillis(100),
            Duration.ofSeconds(2),
            Duration.ofMillis(30));

    @TempDir
    private Path dir;

    private final ShiftedClock serverClock = new ShiftedClock();
    private final ShiftedClock deviceClock = new ShiftedClock();
    private final Notices notices = new Notices();
    private ServerHere server;
    private Site site;
    private Fleet fleet;

    @BeforeEach
    void open() throws IOException {
        server = new ServerHere(dir.resolve("server"), serverClock);
        server.start();
        site = new Site(dir, server.deviceDoors());
        site.publish();
        fleet = site.fleet(1, SETTINGS, deviceClock, notices);
    }

    @AfterEach
    void close() throws IOException {
        fleet.close();
        server.close();
    }

    private void pass(Duration time) {
        serverClock.pass(time);
        deviceClock.pass(time);
    }

    private Credential joined() throws Exception {
        fleet.start(ID);
        assertThat(Site.eventually(() -> notices.count(What.ATTESTED) > 0)).isTrue();
        return present();
    }

    private Credential present() throws IOException {
        return Credential.operational(site.roots(ID)).orElseThrow();
    }

    private boolean more(What what) throws InterruptedException {
        int before = notices.count(what);
        return Site.eventually(() -> notices.count(what) > before);
    }

    /** How often the server certified the device. */
    private List<String> enrolments() {
        return site.entries(ID, "joining.enrolled");
    }

    private String orders(Credential by) throws IOException, InterruptedException {
        List<X509Certificate> anchors = Credential.certificates(new DataDir(site.data()).tlsCa());
        try (DeviceConnection connection =
                new DeviceConnection(server.deviceDoors(), DeviceTls.context(by.key(), by.chain(), anchors))) {
            Reply reply = connection.get("/devices/demo/orders");
            return reply.status() == 200
                    ? "200"
                    : reply.status() + " " + new String(reply.body(), StandardCharsets.UTF_8);
        }
    }

    private static Instant nextTry(String detail) {
        return Instant.parse(detail.substring(detail.lastIndexOf(' ') + 1));
    }

    /** Where the next certificate would be written, nothing can be: it comes and is lost. */
    private Path obstacle() throws IOException {
        Path beside = site.roots(ID).identity().resolve("ldevid.pem.new");
        Files.createDirectories(beside.resolve("in-the-way"));
        return beside;
    }

    private static void remove(Path obstacle) throws IOException {
        Files.delete(obstacle.resolve("in-the-way"));
        Files.delete(obstacle);
    }

    @Test
    void renewedOnceInItsWindowUnderANewKeyAndTheOldOneIsOver() throws Exception {
        Credential old = joined();
        pass(BEFORE_WINDOW);
        assertThat(more(What.ATTESTED)).isTrue();
        assertThat(more(What.ATTESTED)).isTrue();
        assertThat(notices.of(What.RENEWED)).as("it is not time yet").isEmpty();
        assertThat(orders(old)).isEqualTo("200");

        pass(IN_WINDOW.minus(BEFORE_WINDOW));
        assertThat(Site.eventually(() -> notices.count(What.RENEWED) > 0)).isTrue();
        assertThat(more(What.ATTESTED)).as("evidence under the new key").isTrue();
        assertThat(more(What.ATTESTED)).isTrue();
        assertThat(notices.of(What.RENEWED)).as("once").hasSize(1);
        Credential next = present();
        assertThat(next.certificate().getPublicKey())
                .isNotEqualTo(old.certificate().getPublicKey());
        assertThat(next.certificate().getNotAfter()).isAfter(old.certificate().getNotAfter());
        assertThat(orders(next)).isEqualTo("200");
        assertThat(orders(old)).startsWith("401").contains("certificate-superseded");
        assertThat(enrolments()).hasSize(2);
        assertThat(enrolments()).anySatisfy(entry -> assertThat(entry).contains("LOCAL_IDENTITY"));
        assertThat(site.roots(ID).identity().resolve("next.pem")).doesNotExist();
        assertThat(notices.of(What.CERTIFICATE_REFUSED)).isEmpty();
    }

    @Test
    void aServerThatIsAwayIsAskedAgainWithPatience() throws Exception {
        joined();
        server.stop();
        pass(IN_WINDOW);
        assertThat(Site.eventually(() -> notices.count(What.RENEWAL_FAILED) >= 3))
                .isTrue();
        assertThat(notices.of(What.RENEWAL_FAILED))
                .allSatisfy(detail -> assertThat(detail).contains("the certificate ends at", "the next try is at"));
        Path pending = site.roots(ID).identity().resolve("next.pem");
        byte[] asked = Files.readAllBytes(pending);
        assertThat(more(What.RENEWAL_FAILED)).isTrue();
        assertThat(Files.readAllBytes(pending)).as("one key for all tries").isEqualTo(asked);
        server.start();
        assertThat(Site.eventually(() -> notices.count(What.RENEWED) == 1)).isTrue();
        assertThat(more(What.ATTESTED)).isTrue();
        assertThat(enrolments()).hasSize(2);
    }

    @Test
    void aServerThatWasAwayUntilTheEndFindsTheDeviceUnderTheKeyItKnows() throws Exception {
        Credential old = joined();
        server.stop();
        pass(IN_WINDOW);
        assertThat(more(What.RENEWAL_FAILED)).isTrue();
        assertThat(site.roots(ID).identity().resolve("next.pem")).exists();
        pass(BEYOND_THE_END.minus(IN_WINDOW));
        int before = notices.count(What.ENROLLED);
        server.start();
        assertThat(Site.eventually(() -> notices.count(What.ENROLLED) > before)).isTrue();
        assertThat(more(What.ATTESTED)).isTrue();
        assertThat(present().certificate().getPublicKey())
                .isEqualTo(old.certificate().getPublicKey());
        assertThat(present().certificate().getNotAfter())
                .isAfter(old.certificate().getNotAfter());
    }

    @Test
    void aRetiredDeviceIsRefusedWithTheReasonAndAsksLessAndLess() throws Exception {
        Credential old = joined();
        try (ApiClient api = site.api()) {
            api.post(Site.path("devices/" + ID + "/retire"), Map.of("reason", "sold"));
        }
        pass(IN_WINDOW);
        assertThat(Site.eventually(() -> notices.count(What.RENEWAL_FAILED) >= 6))
                .isTrue();
        List<String> refusals = notices.of(What.RENEWAL_FAILED);
        assertThat(refusals.getFirst())
                .contains("renewal was refused (403)", "not in this state", "the certificate ends at");
        assertThat(Duration.between(nextTry(refusals.get(4)), nextTry(refusals.get(5))))
                .as("from a tenth of a second to half of the most")
                .isGreaterThanOrEqualTo(SETTINGS.retryMost().dividedBy(2));
        assertThat(present().certificate()).isEqualTo(old.certificate());
        pass(BEYOND_THE_END.minus(IN_WINDOW));
        assertThat(Site.eventually(
                        () -> notices.of(What.REFUSED).stream().anyMatch(detail -> detail.startsWith("enrolment"))))
                .as("nor does its factory identity help")
                .isTrue();
        assertThat(enrolments()).hasSize(1);
    }

    @Test
    void aRevokedCertificateIsReplacedThroughTheFactoryIdentity() throws Exception {
        joined();
        try (ApiClient api = site.api()) {
            api.post(Site.path("devices/" + ID + "/ownership/release"), Map.of("reason", "key may have leaked"));
        }
        assertThat(Site.eventually(() -> notices.count(What.CERTIFICATE_REFUSED) == 1))
                .isTrue();
        notices.forget();
        assertThat(Site.eventually(() -> notices.count(What.ATTESTED) > 0)).isTrue();
        assertThat(enrolments()).hasSize(2);
    }

    @Test
    void aCertificateThatCameAndWasNotStoredIsNotLost() throws Exception {
        Credential old = joined();
        Path obstacle = obstacle();
        pass(IN_WINDOW);
        assertThat(Site.eventually(() -> notices.count(What.RENEWAL_FAILED) > 0))
                .isTrue();
        fleet.stop(ID);
        remove(obstacle);
        assertThat(present().certificate()).as("nothing was stored").isEqualTo(old.certificate());
        assertThat(orders(old)).as("and the server goes by the new one").contains("certificate-superseded");
        notices.forget();

        fleet.start(ID);
        assertThat(Site.eventually(() -> notices.count(What.ATTESTED) > 0)).isTrue();
        assertThat(present().certificate().getPublicKey())
                .isNotEqualTo(old.certificate().getPublicKey());
        assertThat(enrolments()).as("the same certificate, handed out again").hasSize(2);
        assertThat(site.roots(ID).identity().resolve("next.pem")).doesNotExist();
    }

    @Test
    void aFirstCertificateThatCameAndWasNotStoredIsNotLost() throws Exception {
        Path obstacle = obstacle();
        fleet.start(ID);
        assertThat(Site.eventually(() -> !enrolments().isEmpty())).isTrue();
        fleet.stop(ID);
        remove(obstacle);
        assertThat(Credential.operational(site.roots(ID))).isEmpty();
        joined();
        assertThat(enrolments()).hasSize(1);
        assertThat(notices.of(What.REFUSED)).isEmpty();
    }

    @Test
    void aDeviceThatWasOffLongerThanItsCertificateComesBack() throws Exception {
        Credential old = joined();
        fleet.stop(ID);
        pass(BEYOND_THE_END);
        notices.forget();
        fleet.start(ID);
        assertThat(Site.eventually(() -> notices.count(What.ATTESTED) > 0)).isTrue();
        assertThat(notices.of(What.ENROLLED)).hasSize(1);
        assertThat(present().certificate().getNotAfter())
                .isAfter(old.certificate().getNotAfter());
        pass(IN_WINDOW);
        assertThat(Site.eventually(() -> notices.count(What.RENEWED) == 1)).isTrue();
    }

    @Test
    void aClockThatIsBehindIsNamedAndTheDeviceComesBack() throws Exception {
        joined();
        serverClock.pass(BEYOND_THE_END);
        assertThat(Site.eventually(() -> notices.count(What.CLOCK_WRONG) > 0)).isTrue();
        assertThat(notices.of(What.CLOCK_WRONG).getFirst())
                .contains("the server says that this device's certificate has ended", "this device's clock says");
        assertThat(Site.eventually(() -> notices.count(What.ENROLLED) == 2)).isTrue();
        assertThat(orders(present())).isEqualTo("200");
        assertThat(enrolments()).hasSize(2);
    }

    @Test
    void aClockThatRunsAheadIsNamedAndDoesNotMakeTheDeviceAskWithoutEnd() throws Exception {
        joined();
        deviceClock.pass(Duration.ofDays(20));
        assertThat(Site.eventually(() -> notices.count(What.CLOCK_WRONG) >= 5)).isTrue();
        assertThat(notices.of(What.CLOCK_WRONG).getFirst())
                .contains("a certificate that was issued now ends at", "this device's clock says");
        assertThat(enrolments())
                .as("it gets what it has, and no entry is written")
                .hasSize(1);
        deviceClock.pass(Duration.ofDays(-20));
        assertThat(more(What.ATTESTED)).isTrue();
    }

    @Test
    void aClockSomeDaysAheadDoesNotRenewAgainAndAgain() throws Exception {
        joined();
        deviceClock.pass(IN_WINDOW);
        assertThat(Site.eventually(() -> notices.count(What.RENEWED) == 1)).isTrue();
        assertThat(more(What.RESULT_REFUSED)).isTrue();
        assertThat(more(What.RESULT_REFUSED)).isTrue();
        assertThat(notices.of(What.RENEWED)).hasSize(1);
        assertThat(enrolments()).hasSize(2);
    }
}
