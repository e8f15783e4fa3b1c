package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.server.config.ServerConfig;
import dev.muster.server.http.Routes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/api.md} is made from the routes of a running server; {@code -Dmuster.write=true} writes it anew. */
class ApiReferenceTest {
    /** Changes that land side by side each bring a route or two; more than this and somebody forgot the page. */
    private static final int LINES_ON_THEIR_WAY = 20;

    @TempDir
    Path data;

    @Test
    void thePageNamesEveryRouteAndWhoMayCallIt() throws Exception {
        String page;
        try (MusterServer server = MusterServer.start(
                ServerConfig.load(data, Map.of("http.console-port", "0", "http.device-port", "0"), Map.of()))) {
            page = """
                    # API

                    Made from the routes by `ApiReferenceTest`. Bodies are JSON unless the topic's format says otherwise; a refusal is `application/problem+json` (RFC 9457) with a stable `code` and a `correlationId`. Send `Authorization: Bearer TOKEN` (`muster operator token NAME`).

                    Who may call: *READ* an auditor or operator of the organisation, *WRITE* an operator, *INSTALLATION* the owner of the machine, *SIGNED_IN* anybody with a session or token, *NOTHING* anybody; what devices send there is authenticated by their certificate or signature.

                    | method | path | who |
                    |---|---|---|
                    """
                    + server.consoleRoutes().stream()
                            .filter(route -> !route.template().startsWith("/o/"))
                            .sorted(Comparator.comparing(Routes.Listed::template)
                                    .thenComparing(Routes.Listed::method))
                            .map(route ->
                                    "| " + route.method() + " | `" + route.template() + "` | " + route.need() + " |\n")
                            .collect(Collectors.joining());
        }
        Path file = Path.of(System.getProperty("muster.root")).resolve("docs/api.md");
        if (Boolean.getBoolean("muster.write")) {
            Files.writeString(file, page);
        }
        Set<String> differing = new TreeSet<>(page.lines().toList());
        List<String> written = Files.readAllLines(file);
        written.forEach(line -> {
            if (!differing.remove(line)) {
                differing.add(line);
            }
        });
        assertThat(differing)
                .as("docs/api.md is not what the routes say; run this test with -Dmuster.write=true")
                .hasSizeLessThan(LINES_ON_THEIR_WAY);
    }
}
