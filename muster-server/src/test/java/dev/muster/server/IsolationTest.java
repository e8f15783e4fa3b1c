package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.server.config.ServerConfig;
import dev.muster.server.http.Need;
import dev.muster.server.http.Routes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walks every route there is: what belongs to an organisation is not there for anybody else. */
class IsolationTest {
    private static final Pattern PARAMETER = Pattern.compile("\\{[a-z0-9*]+}", Pattern.CASE_INSENSITIVE);

    /** Console routes below an organisation that are public by design, with the specification that says so. */
    private static boolean isPublic(String template) {
        return template.startsWith("/scitt") // RFC 9943: a statement is admitted by its signature
                || template.startsWith("/witness/{org}/") // C2SP tlog-witness: a head is admitted by its signature
                || template.startsWith(
                        "/mud/{org}/") // RFC 8520 §3: a maker's signed file, for whoever manages a network
                || template.equals("/rats/{org}/epoch") // RFC 9334 §10.3: an epoch says when, and nothing of anybody
                || template.equals(
                        "/calendars/{org}/{token}") // a subscriber's program knows no header; the token admits
                || template.equals("/exchange/{org}") // a paper or a letter is admitted by its signature
                || template.startsWith("/log/{org}/statement/"); // the statement log is what others verify against
    }

    @TempDir
    Path data;

    private MusterServer server;
    private ApiUser local;

    @BeforeEach
    void start() throws Exception {
        server = MusterServer.start(
                ServerConfig.load(data, Map.of("http.console-port", "0", "http.device-port", "0"), Map.of()));
        local = ApiUser.local(data, server);
        local.post("/api/v1/orgs", Map.of("org", "other", "name", "Other"));
    }

    @AfterEach
    void stop() {
        local.close();
        server.close();
    }

    private List<Routes.Listed> ofOrganisations() {
        return server.consoleRoutes().stream()
                .filter(route -> route.template().contains("{org}"))
                .toList();
    }

    private static String path(Routes.Listed route, String org) {
        return PARAMETER.matcher(route.template().replace("{org}", org)).replaceAll("1");
    }

    @Test
    void everyRouteOfAnOrganisationNeedsSomeoneOfIt() {
        assertThat(ofOrganisations()).hasSizeGreaterThan(10);
        assertThat(ofOrganisations())
                .filteredOn(route ->
                        route.need() != Need.READ && route.need() != Need.WRITE && route.need() != Need.ADMINISTER)
                .extracting(Routes.Listed::template)
                .allMatch(IsolationTest::isPublic);
    }

    @Test
    void nothingOfAnotherOrganisationIsThere() throws Exception {
        List<String> wrong = new ArrayList<>();
        try (ApiUser olga = new ApiUser(data, server.console(), local.newOperator("other", "olga", "OPERATOR"))) {
            for (Routes.Listed route : ofOrganisations()) {
                if (!isPublic(route.template())) {
                    int status = olga.call(route.method(), path(route, "demo"), new byte[0])
                            .statusCode();
                    if (status != 404) {
                        wrong.add(route + ": " + status);
                    }
                }
            }
            assertThat(olga.get("/api/v1/other/status").statusCode()).isEqualTo(200);
        }
        assertThat(wrong).isEmpty();
    }

    /** On both listeners, with and without somebody: never a fault of ours. */
    @Test
    void whatCannotBeAnOrganisationIsNoFaultOfOurs() throws Exception {
        List<String> wrong = new ArrayList<>();
        try (ApiUser device = new ApiUser(data, server.device(), "none")) {
            for (String name : List.of("No-Slug", "a%20b", "-")) {
                for (Routes.Listed route : ofOrganisations()) {
                    note(
                            wrong,
                            route,
                            local.call(route.method(), path(route, name), new byte[0])
                                    .statusCode());
                }
                for (Routes.Listed route : server.deviceRoutes()) {
                    note(
                            wrong,
                            route,
                            device.call(route.method(), path(route, name), new byte[0])
                                    .statusCode());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void note(List<String> wrong, Routes.Listed route, int status) {
        if (status >= 500) {
            wrong.add(route + ": " + status);
        }
    }

    @Test
    void anAuditorWritesNothing() throws Exception {
        List<String> wrong = new ArrayList<>();
        try (ApiUser arthur = new ApiUser(data, server.console(), local.newOperator("demo", "arthur", "AUDITOR"))) {
            for (Routes.Listed route : ofOrganisations()) {
                if (route.need() == Need.WRITE || route.need() == Need.ADMINISTER) {
                    int status = arthur.call(route.method(), path(route, "demo"), new byte[0])
                            .statusCode();
                    if (status != 403) {
                        wrong.add(route + ": " + status);
                    }
                }
            }
            assertThat(arthur.get("/api/v1/demo/status").statusCode()).isEqualTo(200);
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aRevokedTokenOpensNothing() throws Exception {
        String token = local.newOperator("other", "olga", "OPERATOR");
        try (ApiUser olga = new ApiUser(data, server.console(), token)) {
            assertThat(olga.get("/api/v1/other/status").statusCode()).isEqualTo(200);
            var issued = dev.muster.server.http.Json.tree(
                    olga.post("/api/v1/other/tokens", Map.of("operator", "olga", "days", 1))
                            .body()
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            try (ApiUser second =
                    new ApiUser(data, server.console(), issued.path("token").asString())) {
                assertThat(second.get("/api/v1/other/status").statusCode()).isEqualTo(200);
                String id = issued.path("id").asString();
                assertThat(olga.call("DELETE", "/api/v1/other/tokens/" + id, new byte[0])
                                .statusCode())
                        .isEqualTo(204);
                assertThat(second.get("/api/v1/other/status").statusCode()).isEqualTo(401);
            }
        }
    }
}
