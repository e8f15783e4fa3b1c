package dev.muster.checks.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.muster.cli.DataDir;
import dev.muster.cli.api.ApiClient;
import dev.muster.server.MusterServer;
import dev.muster.server.config.ServerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of records in a real browser: on a desk and on a phone, with records on them, and one begun by its form. */
class GovernanceInABrowserTest {
    private static final int DESK = 1280;
    private static final int PHONE = 390;
    private static final String BASE = "/api/v1/demo/";

    private static final List<String> PAGES = List.of(
            "/o/demo/governance",
            "/o/demo/governance/calendar",
            "/o/demo/governance/budget",
            "/o/demo/governance/authorisation",
            "/o/demo/governance/tool",
            "/o/demo/governance/case",
            "/o/demo/governance/case/c-1",
            "/o/demo/governance/document",
            "/o/demo/governance/work-order",
            "/o/demo/governance/work-order/a-work-order-with-an-id-that-is-as-long-as-ids-can-be-0123456789");

    @TempDir
    private Path folder;

    private static void begin(ApiClient api, String record, Map<String, String> fields) {
        api.post(BASE + "governance/" + record + "/open-request", Map.of("reason", "to be seen", "fields", fields));
    }

    private static void records(ApiClient api) {
        String later = Instant.now().plus(Duration.ofDays(90)).toString();
        begin(api, "authorisation/a-1", Map.of("person", "operator/tom", "class", "escorted", "until", later));
        begin(api, "tool/t-1", Map.of("name", "probe", "version", "2", "scope", "cameras", "until", later));
        begin(api, "case/c-1", Map.of("kind", "vulnerability", "about", "the driver of the lens, all versions"));
        begin(
                api,
                "document/d-1",
                Map.of("topic", "procedure", "title", "Changing the lens", "digest", "ab".repeat(32)));
        begin(
                api,
                "budget-line/b-1",
                Map.of(
                        "category",
                        "security",
                        "planned",
                        "1234567890",
                        "from",
                        "2026-01-01T00:00:00Z",
                        "until",
                        later));
        begin(
                api,
                "work-order/a-work-order-with-an-id-that-is-as-long-as-ids-can-be-0123456789",
                Map.of("task", "something that takes many words to say, ".repeat(12), "kind", "repair"));
    }

    @Test
    void everyPageFitsAndAFormBeginsARecord() throws Exception {
        Path data = folder.resolve("data");
        MusterServer server = MusterServer.start(
                ServerConfig.load(data, Map.of("http.console-port", "0", "http.device-port", "0"), Map.of()));
        try (Browsing browsing = Browsing.of(server, data);
                ApiClient api = ApiClient.open(new DataDir(data))) {
            records(api);
            Page page = browsing.page();
            page.navigate(server.signInLink().orElseThrow().toString());
            page.locator("main button").click();
            page.waitForURL(browsing.at("/o/demo/"));
            for (int width : List.of(DESK, PHONE)) {
                page.setViewportSize(width, 900);
                for (String place : PAGES) {
                    assertThat(page.navigate(browsing.at(place)).status())
                            .as(place)
                            .isEqualTo(200);
                    assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                            .as("width of %s", place)
                            .isLessThanOrEqualTo(width);
                    assertThat(page.locator("h1").count()).as(place).isEqualTo(1);
                }
            }
            page.navigate(browsing.at("/o/demo/governance/tool"));
            page.getByText("Begin one…").click();
            page.locator("input[name=id]").fill("t-9");
            page.locator("input[name=reason]").fill("because it is needed");
            page.locator("button.sure").click();
            page.waitForCondition(
                    () -> api.get(BASE + "governance/tool").toString().contains("\"t-9\""));
            page.navigate(browsing.at("/o/demo/governance/tool/t-9"));
            assertThat(page.locator("main").textContent()).contains("because it is needed");
            assertThat(browsing.complaints()).isEmpty();
            assertThat(browsing.elsewhere()).isEmpty();
        } finally {
            server.close();
        }
    }
}
