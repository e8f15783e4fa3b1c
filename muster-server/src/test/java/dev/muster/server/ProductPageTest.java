package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dossier of a product: what is recorded, what is missing and what to do about it, now and as of a time. */
@Timeout(120)
class ProductPageTest {
    private static final String POLICY = "https://acme.example/vulnerability-policy";

    @TempDir
    private Path parent;

    @Test
    void aProductSaysWhatIsRecordedAndWhatIsMissing() throws Exception {
        Path data = parent.resolve("data");
        try (MusterServer server = ExchangePair.start(data, Map.of());
                ApiUser user = ApiUser.local(data, server)) {
            ExchangePair.product(user, "cam");
            ExchangePair.ok(user.post("/api/v1/demo/devices", Map.of("id", "cam-1", "product", "cam")));
            Instant before = Instant.now();
            ExchangePair.ok(user.post(
                    "/api/v1/demo/products/cam/records",
                    Map.of("fact", "product.vulnerability-policy", "value", POLICY)));
            String now = ExchangePair.ok(user.get("/o/demo/products/cam")).body();
            assertThat(now)
                    .contains("Papers: 1 recorded", POLICY, "papers are missing", "muster product state cam FACT PLACE")
                    .contains("1 manufactured", "/o/demo/entries/")
                    .contains("Releases", "Reference values");
            String then = ExchangePair.ok(user.get("/o/demo/products/cam?asOf=" + before))
                    .body();
            assertThat(then).contains("Papers: 0 recorded", "back to now").doesNotContain(POLICY);
            assertThat(ExchangePair.ok(user.get("/o/demo/products")).body()).contains("href=\"/o/demo/products/cam\"");
            assertThat(user.get("/o/demo/products/car").statusCode()).isEqualTo(404);
            assertThat(user.get("/o/demo/products/cam?asOf=2001-01-01T00:00").statusCode())
                    .as("a time without a zone is UTC, and then there was no such product")
                    .isEqualTo(404);
            assertThat(user.get("/o/demo/products/cam?asOf=2001-13-01T00:00").statusCode())
                    .isEqualTo(400);
        }
    }
}
