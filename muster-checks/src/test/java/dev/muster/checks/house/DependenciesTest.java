package dev.muster.checks.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which libraries there are, in which version and under which licence, without asking anybody on the network. */
class DependenciesTest {
    private static final Path ROOT = Path.of(System.getProperty("muster.root"));
    private static final Pattern JAR = Pattern.compile(".*/repository/(.+)/([^/]+)/([^/]+)/[^/]+\\.jar");

    /** What may be handed on with a program under the Apache licence; of alternatives one is enough. */
    private static final Set<String> PERMITTED = Set.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "EPL-2.0");

    private record Row(String group, String artifact, String version, String licence, String use, String notice) {
        String name() {
            return group + ":" + artifact + ":" + version;
        }
    }

    private static List<Row> rows() throws Exception {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/dependencies.tsv"))) {
            String[] f = line.split("\t", -1);
            if (!line.startsWith("#") && !f[0].equals("group")) {
                rows.add(new Row(f[0], f[1], f[2], f[3], f[4], f[5]));
            }
        }
        return rows;
    }

    private static Set<String> onTheClassPath() {
        Set<String> jars = new TreeSet<>();
        for (String part : System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1)) {
            Matcher jar = JAR.matcher(part);
            if (jar.matches() && !jar.group(1).equals("dev/muster")) {
                jars.add(jar.group(1).replace('/', '.') + ":" + jar.group(2) + ":" + jar.group(3));
            }
        }
        return jars;
    }

    @Test
    void everyLibraryIsKnownInItsVersion() throws Exception {
        assertThat(rows().stream().map(Row::name)).containsAll(onTheClassPath()).doesNotHaveDuplicates();
        assertThat(rows().stream().map(Row::version)).noneMatch(version -> version.endsWith("SNAPSHOT"));
    }

    @Test
    void whatIsDeliveredHasOneVersionAndALicenceThatPermitsItAndIsNamed() throws Exception {
        List<Row> delivered =
                rows().stream().filter(row -> row.use().equals("delivered")).toList();
        assertThat(delivered).hasSizeGreaterThan(20);
        assertThat(delivered.stream().map(row -> row.group() + ":" + row.artifact()))
                .doesNotHaveDuplicates();
        assertThat(delivered)
                .allMatch(row -> List.of(row.licence().split(" OR ")).stream().anyMatch(PERMITTED::contains));
        String notice = Files.readString(ROOT.resolve("NOTICE"));
        assertThat(delivered).allMatch(row -> !row.notice().isBlank() && notice.contains(row.notice()));
        assertThat(onTheClassPath())
                .as("rows of what is delivered no longer")
                .containsAll(delivered.stream().map(Row::name).toList());
    }

    @Test
    void theListOfPartsNamesEveryJar(@TempDir Path folder) throws Exception {
        List<String> jars = List.of("muster-core-1.2.3.jar", "picocli-4.7.7.jar", "bcprov-jdk18on-1.86.jar");
        for (String jar : jars) {
            Files.writeString(folder.resolve(jar), jar);
        }
        Process process = new ProcessBuilder("sh", ROOT.resolve(".ci/sbom").toString(), folder.toString()).start();
        JsonNode parts = new JsonMapper().readTree(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).isZero();
        assertThat(parts.path("bomFormat").asString()).isEqualTo("CycloneDX");
        List<String> purls = new ArrayList<>();
        parts.path("components").forEach(part -> purls.add(part.path("purl").asString()));
        assertThat(purls)
                .containsExactlyInAnyOrder(
                        "pkg:maven/dev.muster/muster-core@1.2.3",
                        "pkg:maven/info.picocli/picocli@4.7.7",
                        "pkg:maven/org.bouncycastle/bcprov-jdk18on@1.86");
        Files.writeString(folder.resolve("stranger-1.0.jar"), "x");
        Process refused = new ProcessBuilder("sh", ROOT.resolve(".ci/sbom").toString(), folder.toString()).start();
        refused.getInputStream().readAllBytes();
        assertThat(refused.waitFor()).isEqualTo(1);
    }
}
