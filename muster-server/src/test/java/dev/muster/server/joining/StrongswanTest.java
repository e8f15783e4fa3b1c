package dev.muster.server.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.server.joining.Site.Identity;
import dev.muster.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * EST by strongSwan's {@code pki} 5.9.8 (Debian 12): no label, one line of base64, TLS 1.2, {@code simplereenroll} as soon
 * as it holds any certificate, HTTP Basic, polling after 202.
 */
class StrongswanTest {
    private static final String CURVES =
            "pki --gen --type ecdsa --size 256 >/dev/null 2>&1 && pki --gen --type ed25519 >/dev/null 2>&1";

    @TempDir
    Path dir;

    private Tools tools;
    private String pki = "";
    private final Identity maker = Site.maker("Acme");

    @BeforeEach
    void toolsArePresent() throws Exception {
        Tools.need("openssl");
        tools = new Tools(dir);
        pki = pki();
    }

    /** The program; skipped by name when it is not there. */
    String pki() throws Exception {
        Tools.need("pki");
        // Without the plugins that Debian only recommends it knows no elliptic curve and opens no connection.
        Needs.that(
                tools.any("sh", "-c", CURVES).status() == 0, "pki lacks its plugins: not covered: EST with strongSwan");
        return "pki";
    }

    @Test
    void itGetsTheAuthoritiesEnrolsByItsFactoryCertificateAndRenews() throws Exception {
        try (Site site = Site.start(dir.resolve("data"), "sqlite")) {
            site.accept(Site.ORG, maker, "Acme");
            Identity factory = Site.factory(maker, "Acme", "cam-07");
            identity("idevid", factory);
            String url = site.device("/").toString().replaceAll("/$", "");
            tools.run(
                    pki,
                    "--estca",
                    "--url",
                    url,
                    "--cacert",
                    site.serverCa().toString(),
                    "--caout",
                    "ca.pem",
                    "--outform",
                    "pem");
            assertThat(tools.run("sh", "-c", "ls ca*").lines())
                    .as("the authority of devices, its root, and the authority of the server itself")
                    .hasSize(3);

            request("one", "ecdsa", "256", "C=CH, O=demo, serialNumber=cam-07");
            enrol(site, "one", "--cert", "idevid.pem", "--key", "idevid.key");
            assertThat(tools.run("openssl", "x509", "-in", "one.pem", "-noout", "-subject"))
                    .contains("serialNumber = cam-07");

            request("two", "rsa", "2048", "O=demo, serialNumber=cam-07");
            enrol(site, "two", "--cert", "one.pem", "--key", "one.key");
            assertThat(tools.run("openssl", "x509", "-in", "two.pem", "-noout", "-text"))
                    .contains("Public-Key: (2048 bit)");
        }
    }

    @Test
    void aTokenIsItsPasswordAndOnce() throws Exception {
        try (Site site = Site.start(dir.resolve("data"), "sqlite")) {
            site.accept(Site.ORG, maker, "Acme");
            String secret = site.api("POST", "/api/v1/demo/joining/tokens", Map.of("device", "gw-1", "product", "cam"))
                    .path("token")
                    .asString();
            request("one", "ed25519", "0", "CN=whatever");
            enrol(site, "one", "--userpass", "gw-1:" + secret);
            assertThat(tools.run("openssl", "x509", "-in", "one.pem", "-noout", "-subject", "-text"))
                    .contains("serialNumber = gw-1")
                    .contains("ED25519");
            request("two", "ecdsa", "384", "CN=whatever");
            assertThat(tools.any(command(site, "two", "--userpass", "gw-1:" + secret))
                            .status())
                    .isNotZero();
        }
    }

    @Test
    void itWaitsForAPersonAndComesBackAfterRetryAfter() throws Exception {
        try (Site site = Site.start(dir.resolve("data"), "sqlite")) {
            site.accept(Site.ORG, maker, "Acme", "approval");
            identity("idevid", Site.factory(maker, "Acme", "cam-07"));
            request("one", "ecdsa", "256", "O=demo, serialNumber=cam-07");
            String[] waiting = command(
                    site,
                    "one",
                    "--cert",
                    "idevid.pem",
                    "--key",
                    "idevid.key",
                    "--interval",
                    "1",
                    "--maxpolltime",
                    "2");
            assertThat(tools.any(waiting).status()).as("nobody said yes").isNotZero();
            assertThat(site.api("GET", "/api/v1/demo/joining/waiting", null).toString())
                    .contains("cam-07")
                    .contains("none");
            site.api("POST", "/api/v1/demo/joining/waiting/cam-07/admit", Map.of("reason", "installed by us"));
            enrol(site, "one", "--cert", "idevid.pem", "--key", "idevid.key");
        }
    }

    private void identity(String name, Identity identity) throws Exception {
        Files.writeString(tools.file(name + ".pem"), identity.certificatePem());
        Files.writeString(tools.file(name + ".key"), identity.keyPem());
    }

    private void request(String name, String type, String size, String subject) throws Exception {
        String gen = pki + " --gen --type " + (type.equals("ed25519") ? type : type + " --size " + size);
        tools.run("sh", "-c", gen + " --outform pem > " + name + ".key 2>/dev/null");
        tools.run(
                "sh",
                "-c",
                pki + " --req --in " + name + ".key --type priv --dn '" + subject + "' > " + name + ".der 2>/dev/null");
    }

    private void enrol(Site site, String name, String... more) throws Exception {
        tools.run(command(site, name, more));
    }

    private String[] command(Site site, String name, String... more) {
        String url = site.device("/").toString().replaceAll("/$", "");
        return new String[] {
            "sh",
            "-c",
            pki + " --est --url " + url + " --in " + name + ".der --cacert " + site.serverCa() + " "
                    + String.join(" ", more) + " --outform pem > " + name + ".pem"
        };
    }
}
