package dev.muster.checks.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.Media;
import dev.muster.cli.DataDir;
import dev.muster.cli.api.ApiClient;
import dev.muster.server.MusterServer;
import dev.muster.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person's visits: by a link, then by a passkey; on a phone, by keyboard, on paper. Each begins with a link of its own. */
class ConsoleInABrowserTest {
    private static final int PHONE = 320;

    @TempDir
    private static Path folder;

    private static MusterServer server;
    private static Browsing browsing;
    private static Page page;

    @BeforeAll
    static void start() throws Exception {
        Path data = folder.resolve("data");
        server = MusterServer.start(
                ServerConfig.load(data, Map.of("http.console-port", "0", "http.device-port", "0"), Map.of()));
        browsing = Browsing.of(server, data);
        page = browsing.page();
        page.onDialog(dialog -> dialog.accept());
    }

    /** As a person comes who has been given a link; what the page before complained of is forgotten. */
    @BeforeEach
    void signIn() throws IOException {
        String link;
        try (ApiClient api = ApiClient.open(new DataDir(folder.resolve("data")))) {
            link = api.post("/api/v1/demo/sign-in-links", Map.of("operator", "local"))
                    .path("path")
                    .asString();
        }
        page.navigate(browsing.at(link));
        page.locator("main button").click();
        page.waitForURL(browsing.at("/o/demo/"));
        browsing.complaints();
    }

    @AfterAll
    static void stop() {
        if (browsing != null) {
            browsing.close();
        }
        server.close();
    }

    private static void click(String button) {
        page.getByText(button, new Page.GetByTextOptions().setExact(true))
                .locator("visible=true")
                .first()
                .click();
    }

    /** Waits for what a person would wait for; says what the page said instead. */
    private static void see(String selector) {
        try {
            page.waitForSelector(selector);
        } catch (TimeoutError never) {
            Locator outcome = page.locator(".outcome");
            throw new AssertionError(
                    "no " + selector + " at " + page.url() + ", which says "
                            + (outcome.count() == 0
                                    ? "nothing"
                                    : outcome.first().textContent()) + " and complains of "
                            + browsing.complaints(),
                    never);
        }
    }

    /** One person's passkey from the first use to the last. */
    @Test
    void aPasskeyIsMadeSignsInOnceForEachAnswerAndOpensNothingWhenRemoved() {
        makePasskey();
        signInWithPasskey();
        removePasskey();
    }

    private static void makePasskey() {
        page.navigate(browsing.at("/o/demo/account"));
        page.getByLabel("Name of the device or key").fill("Test <key> & \"phone\"");
        click("Add a passkey");
        see("td >> text=Test <key> & \"phone\"");
        assertThat(page.locator("tbody").first().textContent()).contains("never");
    }

    private static void signInWithPasskey() {
        click("Sign out");
        page.waitForURL(browsing.at("/sign-in"));
        Request sent = page.waitForRequest(
                request -> request.url().endsWith("/passkey/sign-in"), () -> click("Sign in with a passkey"));
        page.waitForURL(browsing.at("/o/demo/"));
        Object replayed = page.evaluate("""
            async body => (await (await fetch("/passkey/sign-in", { method: "POST", body })).json()).title
            """, sent.postData());
        assertThat(replayed).isNotNull();
        page.navigate(browsing.at("/o/demo/account"));
        assertThat(page.locator("tbody").first().textContent()).doesNotContain("never");
        // The replayed answer is refused with 4xx, which the browser itself notes on its console.
        assertThat(browsing.complaints()).hasSize(1).first().asString().contains("/o/demo/", "status of 4");
    }

    private static void removePasskey() {
        page.navigate(browsing.at("/o/demo/account"));
        page.getByLabel("Remove Test <key> & \"phone\"").click();
        see("text=You have none yet");
        click("Sign out");
        page.waitForURL(browsing.at("/sign-in"));
        click("Sign in with a passkey");
        see(".outcome >> text=This passkey is not known here.");
        assertThat(page.url()).isEqualTo(browsing.at("/sign-in"));
    }

    /** Every place of the navigation with the pages that it has. */
    private static List<String> places() {
        page.navigate(browsing.at("/o/demo/"));
        Set<String> places = new LinkedHashSet<>(links());
        for (String place : List.copyOf(places)) {
            page.navigate(browsing.at(place));
            places.addAll(links());
        }
        places.add("/o/demo/account");
        return List.copyOf(places);
    }

    private static List<String> links() {
        return page.locator("nav.places a").all().stream()
                .map(link -> link.getAttribute("href"))
                .toList();
    }

    @Test
    void everyPlaceFitsAPhoneAndComplainsOfNothing() {
        List<String> places = places();
        assertThat(places).hasSizeGreaterThan(12);
        page.setViewportSize(PHONE, 640);
        for (String place : places) {
            page.navigate(browsing.at(place));
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                    .as("width of %s", place)
                    .isLessThanOrEqualTo(PHONE);
        }
        page.setViewportSize(1280, 900);
        assertThat(browsing.complaints()).isEmpty();
        assertThat(browsing.elsewhere()).isEmpty();
    }

    @Test
    void theKeyboardReachesTheContentAndEveryPlace() {
        page.navigate(browsing.at("/o/demo/"));
        page.keyboard().press("Tab");
        assertThat(page.evaluate("document.activeElement.className")).isEqualTo("skip");
        page.keyboard().press("Enter");
        assertThat(page.evaluate("document.activeElement.id")).isEqualTo("main");
        page.navigate(browsing.at("/o/demo/"));
        List<Object> reached = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            page.keyboard().press("Tab");
            reached.add(page.evaluate("document.activeElement.getAttribute('href')"));
        }
        List<Locator> links = page.locator("nav.places a").all();
        assertThat(links).hasSizeGreaterThan(5);
        for (Locator link : links) {
            assertThat(reached).contains(link.getAttribute("href"));
        }
    }

    @Test
    void paperHasTheContentAndNoButtons() {
        page.navigate(browsing.at("/o/demo/compliance"));
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(page.locator("h1").isVisible()).isTrue();
        List<Locator> buttons = page.locator("header button").all();
        assertThat(buttons).as("on the screen there are some").isNotEmpty();
        for (Locator button : buttons) {
            assertThat(button.isVisible()).isFalse();
        }
        page.navigate(browsing.at("/o/demo/compliance?asOf=2026-11-21T20:00:00Z"));
        assertThat(page.locator("header .printed").textContent()).isEqualTo("as of 2026-11-21 20:00:00 UTC");
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(page.locator("header .printed").isVisible())
                .as("paper says which second it shows")
                .isTrue();
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
        assertThat(page.locator("header .printed").isVisible()).isFalse();
    }

    @Test
    void onAPhoneThePlaceThatIsShownIsInSight() {
        page.setViewportSize(PHONE, 640);
        page.navigate(browsing.at("/o/demo/log"));
        Object inSight = page.evaluate("() => { const r = document.querySelector(\".places a[aria-current='page']\")"
                + ".getBoundingClientRect(); return r.left >= 0 && r.left < innerWidth; }");
        page.setViewportSize(1280, 900);
        assertThat(inSight).isEqualTo(true);
    }
}
