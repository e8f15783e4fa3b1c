package dev.muster.checks.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.muster.agent.state.Slot;
import dev.muster.checks.endtoend.Site;
import dev.muster.fleet.Fleet;
import dev.muster.server.MusterServer;
import dev.muster.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An attack as somebody at the console lives through it: the open page tells it, the device's page says which file, a look
 * back shows the time before, and an export is taken. {@code .ci/screenshots} lets the same walk write {@code docs/img}.
 */
class ConsoleLiveTest {
    private static final String FILE = "bin/camd";
    private static final String DEVICE = "/o/demo/devices/cam-01";

    @TempDir
    private static Path folder;

    private static MusterServer server;
    private static Site site;
    private static Fleet fleet;
    private static Browsing browsing;
    private static Page page;

    @BeforeAll
    static void start() throws Exception {
        Path data = folder.resolve("server");
        server = MusterServer.start(ServerConfig.load(
                data,
                Map.of("http.console-port", "0", "http.device-port", "0", "access.organisation", "demo"),
                Map.of()));
        browsing = Browsing.of(server, data);
        page = browsing.page();
        site = new Site(folder, server.device());
        site.publish();
        fleet = site.fleet(3);
        for (String device : List.of("cam-01", "cam-02", "cam-03")) {
            fleet.start(device);
        }
        assertThat(Site.eventually(() -> site.affirmed(Site.OLD) == 3)).isTrue();
    }

    @AfterAll
    static void stop() throws IOException {
        if (fleet != null) {
            fleet.close();
        }
        if (browsing != null) {
            browsing.close();
        }
        server.close();
    }

    @Test
    @Timeout(240)
    void anAttackIsSeenAsItHappensAndLookedBackAt() throws Exception {
        page.navigate(server.signInLink().orElseThrow().toString());
        page.locator("main button").click();
        page.waitForURL(browsing.at("/o/demo/"));
        assertThat(heading()).isEqualTo("3 of 3 devices are trusted; none needs you");
        page.evaluate("() => { window.sameDocument = true; }");

        tamper();
        page.waitForFunction("() => !document.querySelector('h1').textContent.startsWith('3 of 3')");
        assertThat(page.evaluate("() => window.sameDocument"))
                .as("told, not loaded again")
                .isEqualTo(true);
        assertThat(page.locator("main").textContent()).contains("cam-01");
        assertThat(page.locator("#trust .key").textContent())
                .as("the picture says what the heading says")
                .contains("good evidence 2");

        page.navigate(browsing.at(DEVICE));
        page.waitForFunction("file => document.querySelector('main').textContent.includes(file)", FILE);
        lookBack();
        takeAnExport();
        if (Boolean.getBoolean("muster.write")) {
            pictures(Path.of(System.getProperty("muster.root"), "docs/img"));
        }
        assertThat(browsing.complaints()).isEmpty();
        assertThat(browsing.elsewhere()).isEmpty();
    }

    private static String heading() {
        return page.locator("h1").first().textContent();
    }

    /** One byte of the program in the slot that runs. */
    private static void tamper() throws IOException {
        Path file = site.roots("cam-01").slot(Slot.A).resolve(FILE);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    /** The slider's first moment is a time at which the device was not yet what it became. */
    private static void lookBack() {
        String now = page.locator("main").textContent();
        Locator slider = page.locator("input[type=range]").first();
        slider.focus();
        slider.press("Home");
        page.waitForURL(url -> url.contains("asOf="));
        assertThat(page.locator("main").textContent()).isNotEqualTo(now).doesNotContain(FILE);
        page.goBack();
        page.waitForURL(browsing.at(DEVICE));
    }

    private static void takeAnExport() throws IOException {
        page.navigate(browsing.at("/o/demo/compliance"));
        Locator export = page.locator("a[href*='/exports/'][href*='json']").first();
        Download download = page.waitForDownload(export::click);
        String text = Files.readString(download.path());
        assertThat(text).contains("\"oscal-version\"", "1.1.3");
    }

    /** Every place of the navigation and one device, in both themes. */
    private static void pictures(Path to) throws IOException {
        Files.createDirectories(to);
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (Map.Entry<String, String> place : places().entrySet()) {
                page.navigate(place.getValue());
                String name = place.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(to.resolve(name + "-" + scheme.name().toLowerCase(Locale.ROOT) + ".png")));
            }
        }
    }

    private static Map<String, String> places() {
        page.navigate(browsing.at("/o/demo/"));
        Map<String, String> places = new java.util.LinkedHashMap<>();
        page.locator("nav.places:not(.beside) a")
                .all()
                .forEach(link -> places.put(link.textContent().strip(), (String) link.evaluate("a => a.href")));
        places.put("product", browsing.at("/o/demo/products/" + Site.PRODUCT));
        places.put("device", browsing.at(DEVICE));
        return places;
    }
}
