package dev.muster.server.joining;

import static dev.muster.server.joining.Site.ORG;
import static dev.muster.server.joining.Site.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.crypto.Keys;
import dev.muster.format.join.est.CertsOnly;
import dev.muster.format.join.est.EstBase64;
import dev.muster.format.join.est.EstMessage;
import dev.muster.format.join.x509.CertificatePurpose;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.SubjectName;
import dev.muster.server.joining.Site.Identity;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Everything wrong that somebody may come with is refused by its name, and the number of the answer leads to why. */
class HostileJoiningTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration YEAR = Duration.ofDays(365);

    @TempDir
    static Path data;

    private static final Identity MAKER = Site.maker("Acme");
    private static final Instant BEGAN =
            MAKER.certificate().getNotBefore().toInstant().plus(Duration.ofHours(1));
    private static final AtomicReference<Instant> NOW = new AtomicReference<>(BEGAN);
    private static Site site;

    @BeforeAll
    static void start() throws Exception {
        site = Site.start(data, "sqlite", NOW::get);
        site.accept(ORG, MAKER, "Acme");
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @AfterEach
    void theRightTimeAgain() {
        NOW.set(BEGAN);
    }

    @Test
    void aStolenFactoryIdentityIsADouble() throws Exception {
        Identity stolen = Site.factory(MAKER, "Acme", "cam-1");
        site.enrol(stolen, "cam-1");
        refused("403 already-enrolled", enrol(stolen, "cam-1", fresh()), "cam-1");
        refused("403 identity-conflict", enrol(Site.factory(MAKER, "Acme", "cam-1"), "cam-1", fresh()), "cam-1");
    }

    @Test
    void ofAClonedDeviceOneIsLeft() throws Exception {
        Identity original = site.enrol(Site.factory(MAKER, "Acme", "cam-2"), "cam-2");
        Identity clone = original;
        KeyPair next = fresh();
        Site.certificate(site.est(clone, ORG, EstMessage.SIMPLE_REENROLL, Site.request("cam-2", next)));
        refused(
                "401 certificate-superseded",
                site.est(original, ORG, EstMessage.SIMPLE_REENROLL, Site.request("cam-2", fresh())),
                "cam-2");
        site.enrol(Site.factory(MAKER, "Acme", "cam-3"), "cam-3");
        refused("403 key-in-use", enrol(Site.factory(MAKER, "Acme", "cam-4"), "cam-4", next), "cam-4");
    }

    @Test
    void aRequestThatItsKeyDidNotSign() throws Exception {
        byte[] bent = EstBase64.decode(Site.request("cam-5", fresh()), CertsOnly.MAX_BYTES);
        bent[bent.length - 1] ^= 1;
        refused(
                "400 possession-unproven",
                site.est(Site.factory(MAKER, "Acme", "cam-5"), ORG, EstMessage.SIMPLE_ENROLL, EstBase64.encode(bent)),
                "cam-5");
    }

    @Test
    void aCertificateForSomethingElse() throws Exception {
        refused(
                "401 idevid-usage",
                enrol(issued(CertificatePurpose.SERVER, "cam-6", MAKER, BEGAN.plus(YEAR)), "cam-6", fresh()),
                "");
        refused(
                "401 idevid-usage",
                enrol(issued(CertificatePurpose.STATUS, "cam-6", MAKER, BEGAN.plus(YEAR)), "cam-6", fresh()),
                "");
    }

    @Test
    void anAnchorThatIsOverOrWasRemoved() throws Exception {
        KeyPair keys = fresh();
        Identity brief = new Identity(
                keys,
                template(CertificatePurpose.AUTHORITY, SubjectName.authority("Brief", "Brief"), BEGAN.plusSeconds(60))
                        .selfSigned(keys));
        site.api("POST", "/api/v1/demo/anchors", Map.of("maker", "Brief", "certificate", brief.certificatePem()));
        Identity cam = issued(CertificatePurpose.FACTORY, "Brief", "cam-7", brief, CertificateTemplate.NO_END);
        NOW.set(BEGAN.plus(Duration.ofDays(1)));
        refused("401 anchor-expired", enrol(cam, "cam-7", fresh()), "cam-7");
        NOW.set(BEGAN);
        JsonNode anchors = site.api("GET", "/api/v1/demo/anchors", null).path("anchors");
        for (JsonNode anchor : anchors) {
            if (anchor.path("maker").asString().equals("Brief")) {
                site.apiResponse(
                        "DELETE",
                        "/api/v1/demo/anchors/" + anchor.path("fingerprint").asString(),
                        null);
            }
        }
        refused("401 idevid-untrusted", enrol(cam, "cam-7", fresh()), "cam-7");
    }

    @Test
    void aTokenThatComesAgainOrTooLate() throws Exception {
        String token = site.api("POST", "/api/v1/demo/joining/tokens", Map.of("device", "gw-1", "product", "cam"))
                .path("token")
                .asString();
        KeyPair first = fresh();
        Site.certificate(bearer(token, Site.request("gw-1", first)));
        assertThat(bearer(token, Site.request("gw-1", first)).statusCode())
                .as("a lost answer")
                .isEqualTo(200);
        refused("401 token-used", bearer(token, Site.request("gw-1", fresh())), "gw-1");
        refused("401 token-unknown", bearer("x" + token, Site.request("gw-1", fresh())), "");
        String late = site.api("POST", "/api/v1/demo/joining/tokens", Map.of("device", "gw-2", "product", "cam"))
                .path("token")
                .asString();
        NOW.set(BEGAN.plus(Duration.ofHours(25)));
        refused("401 token-expired", bearer(late, Site.request("gw-2", fresh())), "gw-2");
    }

    @Test
    void anotherNameOnRenewal() throws Exception {
        Identity cam = site.enrol(Site.factory(MAKER, "Acme", "cam-8"), "cam-8");
        refused(
                "403 subject-changed",
                site.est(cam, ORG, EstMessage.SIMPLE_REENROLL, Site.request("cam-9", fresh())),
                "cam-8");
        refused("403 subject-mismatch", enrol(Site.factory(MAKER, "Acme", "cam-9"), "cam-10", fresh()), "cam-9");
    }

    @Test
    void aClockThatIsWrongByAYear() throws Exception {
        Identity factory = Site.factory(MAKER, "Acme", "cam-11");
        Identity cam = site.enrol(factory, "cam-11");
        NOW.set(BEGAN.minus(YEAR));
        refused("401 idevid-not-yet-valid", enrol(Site.factory(MAKER, "Acme", "cam-12"), "cam-12", fresh()), "cam-12");
        assertThat(code(site.get(cam, "/devices/demo/orders"))).isEqualTo("401 certificate-untrusted");
        NOW.set(BEGAN.plus(YEAR).plus(Duration.ofDays(2)));
        refused("401 idevid-expired", enrol(Site.factory(MAKER, "Acme", "cam-12"), "cam-12", fresh()), "cam-12");
        assertThat(code(site.get(cam, "/devices/demo/orders"))).isEqualTo("401 certificate-expired");
        NOW.set(BEGAN);
        assertThat(site.get(cam, "/devices/demo/orders").statusCode())
                .as("nobody is locked out by it")
                .isEqualTo(200);
    }

    /** A device that was off for a year: the same key, not revoked, back for a day so that it can show evidence. */
    @Test
    void aYearInADrawerNeedsNobody() throws Exception {
        Identity cam = site.enrol(Site.factory(MAKER, "Acme", "cam-13"), "cam-13");
        NOW.set(BEGAN.plus(YEAR));
        Identity back = new Identity(
                cam.keys(),
                Site.certificate(site.est(cam, ORG, EstMessage.SIMPLE_REENROLL, Site.request("cam-13", cam.keys()))));
        Instant end = back.certificate().getNotAfter().toInstant();
        assertThat(Duration.between(NOW.get(), end)).isBetween(Duration.ofHours(23), Duration.ofHours(25));
        assertThat(site.get(back, "/devices/demo/orders").statusCode()).isEqualTo(200);
        NOW.set(BEGAN.plus(YEAR).plus(YEAR));
        refused(
                "401 certificate-expired",
                site.est(cam, ORG, EstMessage.SIMPLE_REENROLL, Site.request("cam-13", cam.keys())),
                "cam-13");
    }

    @Test
    void tenMegabytesOfRequest() throws Exception {
        HttpResponse<byte[]> answer = site.est(
                Site.factory(MAKER, "Acme", "cam-14"), ORG, EstMessage.SIMPLE_ENROLL, new byte[10 * 1024 * 1024]);
        assertThat(answer.statusCode()).isEqualTo(413);
    }

    /** The answer's number leads to the reason, in words, with what helps. */
    private static void refused(String wanted, HttpResponse<byte[]> answer, String who) throws Exception {
        assertThat(code(answer)).isEqualTo(wanted);
        String id = answer.headers().firstValue("x-correlation-id").orElseThrow();
        JsonNode why = site.api("GET", "/api/v1/demo/joining/refusals/" + id, null);
        assertThat(why.path("status").asInt() + " " + why.path("code").asString())
                .isEqualTo(wanted);
        assertThat(why.path("meaning").asString("")).as(wanted).isNotEmpty();
        assertThat(why.path("remedy").asString("")).as(wanted).isNotEmpty();
        assertThat(why.path("claimed").asString()).contains(who);
    }

    @Test
    void anotherOrganisationIsToldNothing() throws Exception {
        site.api("POST", "/api/v1/orgs", Map.of("org", "other", "name", "Other"));
        HttpResponse<byte[]> answer = enrol(Site.selfMade("Acme", "cam-15"), "cam-15", fresh());
        String id = answer.headers().firstValue("x-correlation-id").orElseThrow();
        assertThat(site.apiResponse("GET", "/api/v1/other/joining/refusals/" + id, null)
                        .statusCode())
                .isEqualTo(404);
        List<JsonNode> listed = List.of(site.api("GET", "/api/v1/demo/joining/refusals", null)
                .path("refusals")
                .get(0));
        assertThat(listed.getFirst().path("id").asString()).isEqualTo(id);
    }

    private static KeyPair fresh() {
        return Keys.generateP256(RANDOM);
    }

    private static HttpResponse<byte[]> enrol(Identity identity, String name, KeyPair keys) throws Exception {
        return site.est(identity, ORG, EstMessage.SIMPLE_ENROLL, Site.request(name, keys));
    }

    private static HttpResponse<byte[]> bearer(String token, byte[] request) throws Exception {
        try (HttpClient client = site.client(null)) {
            HttpRequest asked = HttpRequest.newBuilder(site.device(EstMessage.path(ORG, EstMessage.SIMPLE_ENROLL)))
                    .header("content-type", EstMessage.PKCS10)
                    .header("authorization", "Bearer " + token)
                    .POST(BodyPublishers.ofByteArray(request))
                    .build();
            return client.send(asked, BodyHandlers.ofByteArray());
        }
    }

    private static Identity issued(CertificatePurpose purpose, String serial, Identity maker, Instant end) {
        return issued(purpose, "Acme", serial, maker, end);
    }

    private static Identity issued(
            CertificatePurpose purpose, String name, String serial, Identity maker, Instant end) {
        KeyPair keys = fresh();
        return new Identity(
                keys,
                template(purpose, SubjectName.factory(name, "cam-3", serial), end)
                        .issue(
                                keys.getPublic(),
                                new CertificateTemplate.Issuer(
                                        maker.certificate(), maker.keys().getPrivate())));
    }

    private static CertificateTemplate template(CertificatePurpose purpose, SubjectName subject, Instant end) {
        return new CertificateTemplate(
                subject,
                CertificateTemplate.randomSerial(RANDOM),
                BEGAN.minusSeconds(3_600),
                end,
                purpose,
                purpose == CertificatePurpose.SERVER ? List.of("localhost") : List.of());
    }
}
