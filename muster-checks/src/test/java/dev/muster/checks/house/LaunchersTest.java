package dev.muster.checks.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.device.OwnProgram;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever starts a process of ours lets it end when its memory does: what is half alive is started again by nobody. */
class LaunchersTest {
    private static final Path ROOT = Path.of(System.getProperty("muster.root"));
    private static final String FLAG = "-XX:+ExitOnOutOfMemoryError";

    @Test
    void everyScriptThatStartsJavaEndsItWithItsMemory() throws IOException {
        for (String script : List.of("muster", "packaging/server/muster", "packaging/agent/muster-agent")) {
            assertThat(Files.readString(ROOT.resolve(script))).as(script).contains(FLAG);
        }
        try (Stream<Path> files = Files.walk(ROOT.resolve("packaging"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file);
                if (text.contains("bin/java") && text.contains("dev.muster.")) {
                    assertThat(text).as(file.toString()).contains(FLAG);
                }
            }
        }
    }

    @Test
    void everyProcessOfOursThatAProgramStartsEndsWithItsMemory() throws IOException {
        int starts = 0;
        for (Path module : modules()) {
            try (Stream<Path> files = Files.walk(module.resolve("src/main"))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    String text = Files.readString(file);
                    if (text.contains("\"bin\", \"java\")") || text.contains("\"bin/java\")")) {
                        assertThat(text).as(file.toString()).contains(FLAG);
                        starts++;
                    }
                }
            }
        }
        assertThat(starts).isGreaterThanOrEqualTo(4);
    }

    /** Whoever may write where a library is unpacked runs what they like in the process that loads it. */
    @Test
    void nativeLibrariesAreUnpackedWhereOnlyTheOwnerWrites(@TempDir Path folder) throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path java =
                Files.createDirectories(folder.resolve("muster/runtime/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        String script = Files.readString(ROOT.resolve("packaging/server/muster"))
                .replace("HOME_OF=/usr/lib/muster", "HOME_OF=" + folder.resolve("muster"));
        Path tmp = home.resolve(".cache/muster/tmp");
        assertThat(run(script, home, "")).contains("-Djava.io.tmpdir=" + tmp);
        assertThat(Files.getPosixFilePermissions(tmp)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        List<String> unit = run(script, home, "-Djava.io.tmpdir=/var/lib/muster/tmp");
        assertThat(unit.stream()
                        .filter(word -> word.startsWith("-Djava.io.tmpdir"))
                        .toList()
                        .getLast())
                .as("the last one counts")
                .isEqualTo("-Djava.io.tmpdir=/var/lib/muster/tmp");
        assertThat(Files.readString(ROOT.resolve("packaging/server/muster.service")))
                .contains("-Djava.io.tmpdir=/var/lib/muster/tmp", "UMask=0077", "StateDirectoryMode=0700");
        assertThat(Files.readString(ROOT.resolve("muster"))).contains("-Djava.io.tmpdir=$HERE/build/tmp");
    }

    private static List<String> run(String script, Path home, String jvm) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", script, "muster", "doctor").redirectErrorStream(true);
        shell.environment().put("HOME", home.toString());
        shell.environment().remove("XDG_CACHE_HOME");
        shell.environment().put("MUSTER_JVM", jvm);
        Process process = shell.start();
        List<String> words = process.inputReader().readAllLines();
        assertThat(process.waitFor()).as(words.toString()).isZero();
        return words;
    }

    @Test
    void processesThatAProcessStartsUnpackWhereItDoes() {
        String tmp = System.getProperty("java.io.tmpdir");
        boolean given = ManagementFactory.getRuntimeMXBean().getInputArguments().contains("-Djava.io.tmpdir=" + tmp);
        assertThat(OwnProgram.words(List.of(), List.of()).contains("-Djava.io.tmpdir=" + tmp))
                .isEqualTo(given);
    }

    @Test
    void unitsStartAgainWhatEndedSo() throws IOException {
        for (String unit : List.of("server/muster.service", "agent/muster-guard.service")) {
            assertThat(Files.readString(ROOT.resolve("packaging").resolve(unit)))
                    .as(unit)
                    .containsPattern("(?m)^Restart=(on-failure|always)$")
                    .doesNotContain("SuccessExitStatus", "RestartPreventExitStatus");
        }
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> all = Files.list(ROOT)) {
            return all.filter(module -> Files.isDirectory(module.resolve("src/main")))
                    .toList();
        }
    }
}
