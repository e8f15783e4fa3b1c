package dev.muster.server.joining;

import static dev.muster.server.joining.Site.ORG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.crypto.Keys;
import dev.muster.format.join.est.EstMessage;
import dev.muster.server.joining.Site.Identity;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages of joining show, and that what their forms send is done. */
class JoiningPagesTest {
    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void whoMayJoinIsSeenAndDecided(String kind) throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        Identity maker = Site.maker("Acme");
        try (Site site = Site.start(data.resolve(kind), kind, now::get)) {
            site.accept(ORG, maker, "Acme", "approval");
            Identity factory = Site.factory(maker, "Acme", "cam-1");
            byte[] request = Site.request("cam-1", Keys.generateP256(new SecureRandom()));
            assertThat(site.est(factory, ORG, EstMessage.SIMPLE_ENROLL, request).statusCode())
                    .isEqualTo(202);
            site.est(Site.selfMade("<b>Acme", "cam-2"), ORG, EstMessage.SIMPLE_ENROLL, request);
            String token = site.api("POST", "/api/v1/demo/joining/tokens", Map.of("device", "gw-1", "product", "cam"))
                    .path("token")
                    .asString();
            String page = page(site, "joining");
            assertThat(page)
                    .contains("cam-1", "/api/v1/demo/joining/waiting/cam-1/admit", "gw-1", "idevid-untrusted")
                    .contains("Every device in service has renewed in time.")
                    .doesNotContain(token)
                    .doesNotContain("<b>Acme");
            sent(site, page, "/joining/waiting/cam-1/admit");
            sent(site, page, "/joining/tokens/[0-9a-f]+/withdraw");
            assertThat(site.est(factory, ORG, EstMessage.SIMPLE_ENROLL, request).statusCode())
                    .isEqualTo(200);
            String uuid = site.api("GET", "/api/v1/demo/joining/identities?is=cam-1", null)
                    .path("identities")
                    .path(0)
                    .path("uuid")
                    .asString();
            assertThat(page(site, "joining?is=" + uuid)).contains("cam-3 of Acme, number cam-1");
            assertThat(page(site, "joining?is=nobody")).contains("No device that has joined is called so.");
            now.set(now.get().plus(Duration.ofDays(12)));
            page = page(site, "joining");
            assertThat(page)
                    .contains("Nobody waits.", "There is none. muster join token make")
                    .contains("/o/demo/devices/cam-1");
            sent(site, page, "/anchors/[0-9a-f]+/remove");
            assertThat(page(site, "joining")).contains("No maker is accepted");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "sqlite")
    void theAuthoritiesAreSeenWithTheirEndsAndCrossedRoots(String kind) throws Exception {
        try (Site site = Site.start(data.resolve(kind), kind)) {
            String page = page(site, "authorities");
            assertThat(page).contains("root", "P-384", "active", "there was no change of roots");
            sent(site, page, "/authorities/announce", Map.of("root", true, "reason", "drill"));
            page = page(site, "authorities");
            assertThat(page).contains("Crossed roots", "signed for", "Put in force");
            sent(site, page, "/authorities/activate");
            assertThat(page(site, "authorities")).contains("Retire…", "Announce…");
        }
    }

    private static String page(Site site, String place) throws Exception {
        HttpResponse<byte[]> answer = site.apiResponse("GET", "/o/demo/" + place, null);
        assertThat(answer.statusCode()).isEqualTo(200);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static void sent(Site site, String page, String path) throws Exception {
        sent(site, page, path, Map.of("reason", "drill"));
    }

    /** Sends what the form of this page would. */
    private static void sent(Site site, String page, String path, Map<String, Object> body) throws Exception {
        Matcher form =
                Pattern.compile("data-post=\"(/api/v1/demo" + path + ")\"").matcher(page);
        assertThat(form.find()).as(path).isTrue();
        assertThat(site.apiResponse("POST", form.group(1), body).statusCode() / 100)
                .as(form.group(1))
                .isEqualTo(2);
    }
}
