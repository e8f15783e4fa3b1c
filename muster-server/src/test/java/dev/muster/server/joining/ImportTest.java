package dev.muster.server.joining;

import static dev.muster.server.joining.Site.ORG;
import static dev.muster.server.joining.Site.code;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A maker's list of devices: how long it may be, and what becomes of lines that are wrong. */
class ImportTest {
    private static final String DOOR = "/api/v1/" + ORG + "/joining/import";

    @TempDir
    Path data;

    @Test
    void aListHasAnEndAndNamesItsWrongLines() throws Exception {
        try (Site site = Site.start(data, "sqlite")) {
            site.accept(ORG, Site.maker("Acme"), "Acme", "registered");
            String tooLong = IntStream.rangeClosed(1, 5_001)
                    .mapToObj(number -> "cam-" + number)
                    .collect(Collectors.joining("\n"));
            assertThat(code(site.apiResponse("POST", DOOR, Map.of("product", "cam", "list", tooLong))))
                    .isEqualTo("413 list-too-long");
            assertThat(site.apiResponse("POST", DOOR, Map.of("product", "cam", "list", "x".repeat(1 << 20)))
                            .statusCode())
                    .isEqualTo(413);
            String list = "serial\ncam-1\nnot a device\ncam-2;cam\ncam-3,nothing\ncam-1\n";
            JsonNode told = site.api("POST", DOOR, Map.of("product", "cam", "list", list));
            assertThat(told.toString()).contains("device-invalid").contains("product-unknown");
            assertThat(site.api("GET", "/api/v1/" + ORG + "/devices/cam-2", null)
                            .toString())
                    .contains("cam-2");
            assertThat(site.apiResponse("GET", "/api/v1/" + ORG + "/devices/cam-3", null)
                            .statusCode())
                    .isEqualTo(404);
        }
    }
}
