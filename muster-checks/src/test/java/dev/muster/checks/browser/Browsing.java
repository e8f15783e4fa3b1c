package dev.muster.checks.browser;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.muster.agent.state.Credential;
import dev.muster.cli.DataDir;
import dev.muster.format.crypto.Sha256;
import dev.muster.server.MusterServer;
import dev.muster.testing.Needs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** One browser, the machine's own, that trusts one server's key; it notes what its pages complain of and ask for. */
final class Browsing implements AutoCloseable {
    private final Playwright playwright;
    private final Browser browser;
    private final BrowserContext context;
    private final String origin;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> elsewhere = new CopyOnWriteArrayList<>();

    private Browsing(Playwright playwright, Browser browser, String origin) {
        this.playwright = playwright;
        this.browser = browser;
        this.origin = origin;
        this.context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 900));
        context.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.page().url() + ": " + message.text());
            }
        });
        context.onRequest(request -> {
            if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) {
                elsewhere.add(request.url());
            }
        });
    }

    static Browsing of(MusterServer server, Path data) throws Exception {
        Path chromium = Needs.tool("chromium", "console pages in a real browser");
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        // Passkeys want a connection without faults: the key of this server is the one that is good.
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--ignore-certificate-errors-spki-list=" + keyDigest(server.console(), data))));
        String origin = server.console().toString();
        return new Browsing(playwright, browser, origin);
    }

    /** SHA-256 of the key in the server's certificate, which is verified by the server's own authority here. */
    private static String keyDigest(URI console, Path data)
            throws IOException, InterruptedException, GeneralSecurityException {
        KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        anchors.setCertificateEntry(
                "muster", Credential.certificates(new DataDir(data).tlsCa()).getFirst());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        try (HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
            HttpResponse<Void> answer = client.send(
                    HttpRequest.newBuilder(console.resolve("/healthz")).build(),
                    HttpResponse.BodyHandlers.discarding());
            byte[] key = answer.sslSession()
                    .orElseThrow()
                    .getPeerCertificates()[0]
                    .getPublicKey()
                    .getEncoded();
            return Base64.getEncoder().encodeToString(Sha256.of(key));
        }
    }

    /** A page with an authenticator that keeps keys and whose person is there and agrees. */
    Page page() {
        Page page = context.newPage();
        CDPSession devtools = context.newCDPSession(page);
        devtools.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject asked = new JsonObject();
        asked.add("options", options);
        devtools.send("WebAuthn.addVirtualAuthenticator", asked);
        return page;
    }

    String at(String path) {
        return origin + path;
    }

    /** Errors on the browser's console since the last time, and then forgotten. */
    List<String> complaints() {
        List<String> all = new ArrayList<>(complaints);
        complaints.clear();
        return all;
    }

    /** Requests to anybody but the server. */
    List<String> elsewhere() {
        return List.copyOf(elsewhere);
    }

    @Override
    public void close() {
        context.close();
        browser.close();
        playwright.close();
    }
}
