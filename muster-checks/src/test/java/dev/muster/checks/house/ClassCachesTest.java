package dev.muster.checks.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts that make caches of classes and start with them, with a Java that only says what it was asked: what starts a
 * server is trained by one, and a machine where that fails starts all the same.
 */
class ClassCachesTest {
    private static final Path ROOT = Path.of(System.getProperty("muster.root"));
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** Fails for verbs that the file `broken` names; makes the cache it is asked for; tells verb and cache. */
    private static final String JAVA = """
            #!/bin/sh
            here=$(dirname "$0")
            made=
            used=none
            for word in "$@"; do
              case "$word" in
                -XX:AOTCacheOutput=*) made=${word#*=} ;;
                -XX:AOTCache=*) used=$(basename "${word#*=}") ;;
              esac
              verb=$word
            done
            echo "$verb $used" >>"$here/asked"
            echo "$verb $used"
            if grep -qx "$verb" "$here/broken"; then exit 1; fi
            if [ -n "$made" ]; then echo "$verb" >"$made"; fi
            """;

    @TempDir
    private Path folder;

    private Path jdk;

    @BeforeEach
    void build() throws IOException {
        jdk = folder.resolve("jdk");
        executable(jdk.resolve("bin/java"), JAVA);
        executable(jdk.resolve("bin/javac"), "#!/bin/sh");
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");
        broken();
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.copy(ROOT.resolve("muster"), home.resolve("muster"));
        Files.createDirectories(home.resolve("muster-cli/src/main"));
        Files.writeString(home.resolve("pom.xml"), "");
        Files.writeString(home.resolve("muster-cli/pom.xml"), "");
        Files.createDirectories(home.resolve("build"));
        Files.writeString(home.resolve("build/classpath"), "nothing.jar");
        Files.writeString(home.resolve("build/stamp"), "");
    }

    private static void executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private void broken(String... verbs) throws IOException {
        Files.write(jdk.resolve("bin/broken"), List.of(verbs));
        Files.writeString(jdk.resolve("bin/asked"), "");
    }

    private List<String> asked() throws IOException {
        return Files.readAllLines(jdk.resolve("bin/asked"));
    }

    private String start(String more, String verb) throws Exception {
        Peer.Result ran = Peer.run(
                folder, LONGEST, "sh", "-c", "MUSTER_JAVA_HOME=" + jdk + " " + more + " home/muster " + verb + " 2>&1");
        return ran.out();
    }

    private String cache(String name) throws IOException {
        Path file = folder.resolve("home/build").resolve(name);
        return Files.exists(file) ? Files.readString(file).strip() : "none";
    }

    @Test
    void aServersStartIsTrainedByAServerAndOnce() throws Exception {
        assertThat(start("", "up")).contains("muster: preparing quicker starts").endsWith("up muster-up.aot");
        assertThat(start("", "demo")).isEqualTo("demo muster-up.aot");
        assertThat(asked()).containsExactly("warm none", "up muster-up.aot", "demo muster-up.aot");
        assertThat(cache("muster-up.aot")).isEqualTo("warm");
    }

    @Test
    void whatOnlyAsksDoesNotWaitForAServer() throws Exception {
        assertThat(start("", "version")).isEqualTo("version muster.aot");
        assertThat(asked()).containsExactly("doctor none", "version muster.aot");
        assertThat(cache("muster-up.aot")).isEqualTo("none");
    }

    @Test
    void whereNoServerStartsTheMachinesLookStandsForIt() throws Exception {
        broken("warm");
        assertThat(start("", "up")).endsWith("up muster-up.aot");
        assertThat(cache("muster-up.aot")).isEqualTo("doctor");
    }

    @Test
    void withoutACacheItStartsAllTheSame() throws Exception {
        broken("warm", "doctor");
        assertThat(start("", "up"))
                .contains("no cache of classes could be made")
                .endsWith("up none");
        broken();
        assertThat(start("MUSTER_NO_AOT=1", "up")).isEqualTo("up none");
        assertThat(asked()).containsExactly("up none");
    }

    private void installed(String name, Path file) throws IOException {
        executable(
                file,
                Files.readString(ROOT.resolve("packaging/server").resolve(name))
                        .replace("/usr/lib/muster", folder.resolve("lib").toString())
                        .replace("/usr/bin/muster", folder.resolve("muster").toString())
                        .replace("chown root:root", "true")
                        .replace("/var/cache/muster", folder.resolve("cache").toString()));
    }

    @Test
    void thePackagesServerIsTrainedWhenItIsInstalled() throws Exception {
        Path runtime = folder.resolve("lib/runtime");
        Files.createDirectories(runtime.getParent());
        Files.move(jdk, runtime);
        jdk = runtime;
        installed("muster", folder.resolve("muster"));
        installed("prepare", folder.resolve("prepare"));
        assertThat(Peer.run(folder, LONGEST, "./muster", "up").out()).isEqualTo("up none");

        Peer.Result prepared = Peer.run(folder, LONGEST, "./prepare");

        assertThat(prepared.status()).as(prepared.out()).isZero();
        assertThat(Files.readString(folder.resolve("cache/muster.aot"))).isEqualTo("warm\n");
        assertThat(Peer.run(folder, LONGEST, "./muster", "up").out()).isEqualTo("up muster.aot");
        broken("warm");
        Peer.run(folder, LONGEST, "./prepare");
        assertThat(Files.readString(folder.resolve("cache/muster.aot"))).isEqualTo("doctor\n");
        broken("warm", "doctor");
        assertThat(Peer.run(folder, LONGEST, "./prepare").status()).isZero();
        assertThat(folder.resolve("cache")).isEmptyDirectory();
        assertThat(Files.readString(ROOT.resolve("packaging/server/prepare")))
                .as("what is read by every process is root's")
                .contains("chown root:root", "chmod 0644 \"$FOLDER/next.aot\"");
    }
}
