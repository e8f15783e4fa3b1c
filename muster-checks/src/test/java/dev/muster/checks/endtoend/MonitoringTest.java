package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.cli.DataDir;
import dev.muster.cli.api.ApiClient;
import dev.muster.server.MusterServer;
import dev.muster.server.config.ServerConfig;
import dev.muster.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus reads of a server, and what the shipped alerts and dashboard ask of it. */
class MonitoringTest {
    private static final Pattern METRIC = Pattern.compile("\\b(?:muster|jvm|process|system)_[a-z0-9_]+\\b");

    @TempDir
    private static Path folder;

    private static MusterServer server;
    private static String everything;
    private static String organisation;

    @BeforeAll
    static void scrape() throws IOException {
        server = MusterServer.start(ServerConfig.load(
                folder.resolve("data"),
                Map.of("http.console-port", "0", "http.device-port", "0", "access.organisation", "demo"),
                Map.of()));
        try (ApiClient api = ApiClient.open(new DataDir(folder.resolve("data")))) {
            api.bytes("/api/v1/demo/posture");
            everything = new String(api.bytes("/metrics"), StandardCharsets.UTF_8);
            organisation = new String(api.bytes("/api/v1/demo/metrics"), StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theServerTheRequestsAndTheFleetsAreThere() {
        assertThat(everything)
                .contains("muster_devices{org=\"demo\"} 0.0\n")
                .contains("muster_log_entries{log=\"record\",org=\"demo\"} ")
                .contains("route=\"/api/v1/{org}/posture\",status=\"200\"")
                .contains("jvm_memory_used_bytes{");
    }

    @Test
    void anOrganisationReadsItsOwnAndNothingOfTheServer() {
        assertThat(organisation).contains("muster_devices{org=\"demo\"}").doesNotContain("jvm_", "muster_http");
    }

    @Test
    void everyMetricOfTheAlertsAndTheDashboardIsOne() throws IOException {
        Set<String> there = everything
                .lines()
                .map(line -> line.replaceFirst("^# (?:TYPE|HELP) ", "").replaceFirst("[{ ].*", ""))
                .collect(Collectors.toSet());
        for (String file : new String[] {"alerts.yaml", "dashboard.json"}) {
            Set<String> asked = expressions(Files.readString(monitoring(file)));
            assertThat(asked).as(file).hasSizeGreaterThan(5);
            assertThat(there).as(file).containsAll(asked);
        }
    }

    /** The metrics of the expressions of both kinds of files. */
    private static Set<String> expressions(String text) {
        Set<String> names = new TreeSet<>();
        Matcher expression = Pattern.compile("expr\"?: (.*)").matcher(text);
        while (expression.find()) {
            Matcher metric = METRIC.matcher(expression.group(1));
            while (metric.find()) {
                names.add(metric.group());
            }
        }
        return names;
    }

    @Test
    void prometheusReadsTheMetricsAndTheRules() throws Exception {
        Needs.tool("promtool", "metrics and alert rules read by Prometheus' own tool");
        Path scraped = Files.writeString(folder.resolve("scraped.txt"), everything);
        assertThat(promtool(scraped, "check", "metrics")).doesNotContain("error while linting");
        assertThat(promtool(scraped, "check", "rules", monitoring("alerts.yaml").toString()))
                .contains("SUCCESS: 10 rules found");
    }

    private static String promtool(Path input, String... words) throws Exception {
        String[] command = new String[words.length + 1];
        command[0] = "promtool";
        System.arraycopy(words, 0, command, 1, words.length);
        Path out = folder.resolve("promtool.txt");
        Process process = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(out);
        assertThat(process.exitValue())
                .as("%s: %s", String.join(" ", command), said)
                .isZero();
        return said;
    }

    /** Whoever goes by the status has to be told by it: it is not zero for what Prometheus would not read. */
    @Test
    void prometheusSaysWhenItReadsNothing() throws Exception {
        Needs.tool("promtool", "metrics and alert rules read by Prometheus' own tool");
        Path broken = Files.writeString(folder.resolve("broken.txt"), "muster_devices{ 1\n");
        assertThatThrownBy(() -> promtool(broken, "check", "metrics")).isInstanceOf(AssertionError.class);
    }

    private static Path monitoring(String file) {
        return Path.of(System.getProperty("muster.root"), "docs/monitoring", file);
    }
}
