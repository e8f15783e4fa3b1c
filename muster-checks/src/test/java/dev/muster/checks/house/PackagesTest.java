package dev.muster.checks.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Needs;
import dev.muster.testing.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is in the Debian packages, without their Java: that they install, upgrade and go without loss is shown by
 * {@code ./muster test --tier package}.
 */
class PackagesTest {
    private static final Path TOP = Path.of(System.getProperty("muster.root"));
    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final String UNCOVERED = "contents of the Debian packages and their units";

    @TempDir
    private Path folder;

    @Test
    void anAgentsPackageHasNoServerAndBothHaveTheirUnits() throws Exception {
        Needs.tool("dpkg-deb", UNCOVERED);
        Path logger = Files.writeString(folder.resolve("slf4j-simple.jar"), "");
        Peer.Result built = Peer.run(
                TOP,
                LONGEST,
                "packaging/build",
                "--classpath",
                System.getProperty("java.class.path"),
                "--logger",
                logger.toString(),
                "--jdk",
                System.getProperty("java.home"),
                "--out",
                folder.toString(),
                "--version",
                "1.2.3",
                "--fast",
                "--without-java");
        assertThat(built.status()).as(built.out()).isZero();

        List<String> agent = contents("muster-agent");
        assertThat(agent)
                .anyMatch(line -> line.startsWith("-rwxr-xr-x root/root") && line.endsWith(" ./usr/bin/muster-agent"))
                .anyMatch(line -> line.endsWith("/muster-guard.service"))
                .anyMatch(line -> line.contains("/lib/bcprov-"))
                .anyMatch(line -> line.contains("/lib/muster-agent"))
                .noneMatch(line ->
                        line.matches(".*/lib/(muster-(server|core|ledger)|jetty|sqlite|postgresql|logback|junit).*"))
                .allMatch(line -> line.split("\\s+", -1)[1].equals("root/root"));
        List<String> server = contents("muster");
        assertThat(server)
                .anyMatch(line -> line.startsWith("-rwxr-xr-x root/root") && line.endsWith(" ./usr/bin/muster"))
                .anyMatch(line -> line.endsWith("/muster.service"))
                .anyMatch(line -> line.contains("/lib/muster-server"));
        for (String name : List.of("muster", "muster-agent")) {
            Peer.Result conffiles = Peer.run(folder, LONGEST, "dpkg-deb", "--info", file(name), "conffiles");
            assertThat(conffiles.out()).contains("/etc/default/" + name);
            assertThat(Peer.run(folder, LONGEST, "dpkg-deb", "--field", file(name), "Depends")
                            .out())
                    .doesNotContain("java", "jre", "jdk");
        }
    }

    private String file(String name) {
        return folder.resolve(name + "_1.2.3_amd64.deb").toString();
    }

    private List<String> contents(String name) throws Exception {
        return Peer.run(folder, LONGEST, "dpkg-deb", "--contents", file(name))
                .out()
                .lines()
                .toList();
    }

    @Test
    void systemdTakesTheUnitsAndSaysHowTheyAreHardened() throws Exception {
        Needs.tool("systemd-analyze", "units of the Debian packages");
        for (String file : List.of("usr/bin/muster", "usr/bin/muster-agent", "bin/mkdir")) {
            Path program = folder.resolve(file);
            Files.createDirectories(program.getParent());
            Files.writeString(program, "#!/bin/sh\n");
            assertThat(program.toFile().setExecutable(true)).isTrue();
        }
        Path units = Files.createDirectories(folder.resolve("lib/systemd/system"));
        Files.copy(TOP.resolve("packaging/server/muster.service"), units.resolve("muster.service"));
        Files.copy(TOP.resolve("packaging/agent/muster-guard.service"), units.resolve("muster-guard.service"));
        // The targets that units of this machine's systemd name are its own.
        Peer.Result targets =
                Peer.run(folder, LONGEST, "sh", "-c", "cp /lib/systemd/system/*.target lib/systemd/system/");
        assertThat(targets.status()).as(targets.out()).isZero();

        Peer.Result verified = Peer.run(
                folder,
                LONGEST,
                "systemd-analyze",
                "verify",
                "--root=" + folder,
                "--man=no",
                "muster.service",
                "muster-guard.service");

        assertThat(verified.out()).isEmpty();
        assertThat(verified.status()).isZero();
        assertThat(exposure("muster.service")).isLessThan(2.0);
        // A process that owns the kernel's mechanisms is exposed; what it never needs is taken from it.
        assertThat(exposure("muster-guard.service")).isLessThan(6.5);
    }

    private double exposure(String unit) throws Exception {
        String said = Peer.run(
                        folder,
                        LONGEST,
                        "systemd-analyze",
                        "security",
                        "--offline=yes",
                        "--root=" + folder,
                        "--no-pager",
                        unit)
                .out();
        Matcher level = Pattern.compile("exposure level for \\S+: ([0-9.]+)").matcher(said);
        assertThat(level.find()).as(said).isTrue();
        return Double.parseDouble(level.group(1));
    }
}
