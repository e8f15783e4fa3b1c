package dev.muster.server.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.server.http.Json;
import dev.muster.server.http.Routes;
import dev.muster.server.joining.Site.Identity;
import dev.muster.testing.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every route there is, called by everybody there is. What each is answered stands in {@code authorization.tsv}; a route
 * that has no row fails this test, and so does a row that has no route.
 */
class AuthorizationTest {
    private static final String TABLE = "/dev/muster/server/authorization.tsv";

    /** Got past whoever decides who may: what is answered then is about the call. */
    private static final String IN = "in";

    private static final List<String> PEOPLE =
            List.of("nobody", "auditor", "operator", "administrator", "machine", "other");
    private static final List<String> DEVICES =
            List.of("nobody", "stranger", "device", "joining", "quarantined", "retired", "other");

    @TempDir
    Path data;

    /** Method and template to what each caller is answered. */
    private static Map<String, Map<String, String>> table(String listener, List<String> callers) throws IOException {
        Map<String, Map<String, String>> rows = new TreeMap<>();
        try (InputStream in = AuthorizationTest.class.getResourceAsStream(TABLE)) {
            String text = new String(in == null ? new byte[0] : in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                String[] cells = line.split("\t", -1);
                if (cells[0].equals(listener)) {
                    Map<String, String> row = new LinkedHashMap<>();
                    for (int i = 0; i < callers.size(); i++) {
                        row.put(callers.get(i), cells[3 + i]);
                    }
                    rows.put(cells[1] + " " + cells[2], row);
                }
            }
        }
        return rows;
    }

    private static String path(String template) {
        return template.replace("{org}", Site.ORG).replace("{log}", "record").replaceAll("\\{[a-zA-Z0-9*]+}", "1");
    }

    /** A refusal of the gate or of a door's authentication, by status; everything else got in. */
    private static String outcome(HttpResponse<byte[]> response, boolean orgHidden) {
        int status = response.statusCode();
        if (status == 401 || status == 403) {
            return Integer.toString(status);
        }
        if (status == 303
                && response.headers().firstValue("location").orElse("").equals("/sign-in")) {
            return "401";
        }
        return status == 404 && orgHidden ? "404" : IN;
    }

    /** What is not as the table says, as the rows that would say it: to be read before they are pasted. */
    private static List<String> wrong(
            String listener,
            List<Routes.Listed> routes,
            Map<String, Map<String, String>> expected,
            Map<String, Map<String, String>> found) {
        List<String> wrong = new ArrayList<>();
        for (Routes.Listed route : routes) {
            String key = route.method() + " " + route.template();
            Map<String, String> row = found.getOrDefault(key, Map.of());
            if (!row.equals(expected.get(key))) {
                wrong.add(
                        String.join("\t", listener, route.method(), route.template(), String.join("\t", row.values())));
            }
        }
        expected.keySet().stream()
                .filter(key -> routes.stream().noneMatch(r -> (r.method() + " " + r.template()).equals(key)))
                .forEach(key -> wrong.add("no such route: " + key));
        wrong.sort(null);
        return wrong;
    }

    @Test
    void everyRouteOfTheConsoleAnswersEachAsItsRowSays() throws Exception {
        try (Site site = Site.start(data, "sqlite");
                HttpClient client = site.client(null)) {
            site.api("POST", "/api/v1/orgs", Map.of("org", "other", "name", "Other"));
            Map<String, String> tokens = new LinkedHashMap<>();
            for (String role : List.of("auditor", "operator", "administrator")) {
                tokens.put(role, token(site, Site.ORG, role, role));
            }
            tokens.put("other", token(site, "other", "olga", "administrator"));
            // The first head of a log is published within a second; before that a public route has nothing to show.
            URI head = site.server().console().resolve("/log/" + Site.ORG + "/statement/checkpoint");
            Waiting.until(
                    "the first head",
                    Duration.ofSeconds(30),
                    () -> client.send(HttpRequest.newBuilder(head).build(), HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200);
            Map<String, Map<String, String>> found = new TreeMap<>();
            List<Routes.Listed> routes = site.server().consoleRoutes();
            for (Routes.Listed route : routes) {
                Map<String, String> row = new LinkedHashMap<>();
                for (String caller : PEOPLE) {
                    boolean hidden = caller.equals("other") && route.template().contains("{org}");
                    row.put(caller, outcome(call(site, client, route, caller, tokens), hidden));
                }
                found.put(route.method() + " " + route.template(), row);
            }
            assertThat(wrong("console", routes, table("console", PEOPLE), found))
                    .as("rows of " + TABLE)
                    .isEmpty();
        }
    }

    private static String token(Site site, String org, String name, String role) throws Exception {
        String at = "/api/v1/" + org + "/";
        site.api("POST", at + "operators", Map.of("operator", name, "role", role.toUpperCase(java.util.Locale.ROOT)));
        return site.api("POST", at + "tokens", Map.of("operator", name, "days", 1))
                .path("token")
                .asString();
    }

    private static HttpResponse<byte[]> call(
            Site site, HttpClient client, Routes.Listed route, String caller, Map<String, String> tokens)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        site.server().console().resolve(path(route.template())))
                .method(route.method(), BodyPublishers.noBody());
        Optional<String> token =
                caller.equals("machine") ? Optional.of(site.token()) : Optional.ofNullable(tokens.get(caller));
        token.ifPresent(secret -> request.header("authorization", "Bearer " + secret));
        // An event stream has no end, and who may hear it shows in its head.
        var handler = route.template().endsWith("/events") ? HttpResponse.BodyHandlers.ofInputStream() : null;
        if (handler == null) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        }
        HttpResponse<InputStream> stream = client.send(request.build(), handler);
        stream.body().close();
        return new HeadOnly(stream);
    }

    @Test
    void everyRouteOfDevicesAnswersEachAsItsRowSays() throws Exception {
        Identity maker = Site.maker("Acme");
        try (Site site = Site.start(data, "sqlite")) {
            site.accept(Site.ORG, maker, "Acme");
            site.api("POST", "/api/v1/orgs", Map.of("org", "other", "name", "Other"));
            Identity bolt = Site.maker("Bolt");
            site.accept("other", bolt, "Bolt");
            Map<String, @Nullable Identity> identities = new LinkedHashMap<>();
            identities.put("nobody", null);
            identities.put("stranger", Site.selfMade("Acme", "cam-09"));
            for (String state : List.of("device", "joining", "quarantined", "retired")) {
                identities.put(state, site.enrol(Site.factory(maker, "Acme", state), state));
            }
            identities.put("other", site.enrolAt("other", Site.factory(bolt, "Bolt", "far"), "far"));
            site.api("POST", "/api/v1/demo/devices/device/release", Map.of("reason", "seen on site"));
            site.api("POST", "/api/v1/demo/devices/quarantined/quarantine", Map.of("reason", "drill"));
            site.api("POST", "/api/v1/demo/devices/retired/retire", Map.of("reason", "old"));
            Map<String, Map<String, String>> found = new TreeMap<>();
            List<Routes.Listed> routes = site.server().deviceRoutes();
            for (Routes.Listed route : routes) {
                Map<String, String> row = new LinkedHashMap<>();
                for (String caller : DEVICES) {
                    try (HttpClient client = site.client(identities.get(caller))) {
                        HttpRequest request = HttpRequest.newBuilder(site.device(path(route.template()) + "?wait=0"))
                                .method(route.method(), BodyPublishers.noBody())
                                .build();
                        row.put(caller, outcome(client.send(request, HttpResponse.BodyHandlers.ofByteArray()), false));
                    }
                }
                found.put(route.method() + " " + route.template(), row);
            }
            assertThat(wrong("device", routes, table("device", DEVICES), found))
                    .as("rows of " + TABLE)
                    .isEmpty();
        }
    }

    /** The same id in two organisations: what one writes about it the other does not read. */
    @Test
    void theSameIdsInTwoOrganisationsAreTwoThings() throws Exception {
        try (Site site = Site.start(data, "sqlite")) {
            site.api("POST", "/api/v1/orgs", Map.of("org", "other", "name", "Other"));
            for (String org : List.of(Site.ORG, "other")) {
                Identity maker = Site.maker("Of " + org);
                site.accept(org, maker, "Of " + org);
                site.enrolAt(org, Site.factory(maker, "Of " + org, "cam-07"), "cam-07");
            }
            site.api("POST", "/api/v1/demo/devices/cam-07/quarantine", Map.of("reason", "only-in-demo"));
            site.api("POST", "/api/v1/demo/devices/cam-07/orders", Map.of("kind", "attest"));
            List<String> leaks = new ArrayList<>();
            for (Routes.Listed route : site.server().consoleRoutes()) {
                if (route.method().equals("GET") && route.template().startsWith("/api/v1/{org}/")) {
                    String path = route.template()
                            .replace("{org}", "other")
                            .replace("{id}", "cam-07")
                            .replace("{log}", "record")
                            .replaceAll("\\{[a-zA-Z0-9*]+}", "1");
                    HttpResponse<byte[]> response = site.apiResponse("GET", path, null);
                    String text = new String(response.body(), StandardCharsets.UTF_8);
                    if (text.contains("only-in-demo") || text.contains("Of demo")) {
                        leaks.add(path);
                    }
                }
            }
            assertThat(leaks).isEmpty();
            assertThat(Json.tree(site.apiResponse("GET", "/api/v1/other/devices/cam-07/orders", null)
                                    .body())
                            .toString())
                    .doesNotContain("attest");
        }
    }
}
