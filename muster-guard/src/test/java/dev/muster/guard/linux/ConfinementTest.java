package dev.muster.guard.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each layer does what it says to a real program, and leaves this process as it was. */
class ConfinementTest {
    private static final int USER = 61234;
    private static final List<String> SYSTEM = List.of("/usr", "/bin", "/lib", "/lib64", "/etc");

    @TempDir
    Path folder;

    @BeforeEach
    void root() {
        Needs.root("programs confined by the kernel");
    }

    @Test
    void anOrdinaryUserHasNoGroupsAndNoCapabilities() throws Exception {
        Confinement only = new Confinement(OptionalInt.of(USER), Optional.empty(), false);
        String status = run(only, "cat /proc/self/status");
        assertThat(status)
                .contains("Uid:\t61234\t61234\t61234\t61234")
                .contains("CapEff:\t0000000000000000")
                .contains("CapBnd:\t0000000000000000")
                .contains("NoNewPrivs:\t1");
        assertThat(status).containsPattern("Groups:\\s*\\n");
        assertThat(Files.readString(Path.of("/proc/self/status"))).contains("Uid:\t0\t0");
    }

    @Test
    void landlockLeavesOnlyWhatIsNamed() throws Exception {
        Needs.that(Landlock.abi() > 0, "Landlock is missing: files and ports withheld from root itself");
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Path other = Files.writeString(folder.resolve("secret"), "no");
        Confinement only = new Confinement(OptionalInt.empty(), Optional.of(files(mine)), false);
        assertThat(run(only, "echo hello > " + mine.resolve("a") + " && cat " + mine.resolve("a")))
                .isEqualTo("hello\n");
        assertThat(run(only, "cat " + other + " 2>&1 || true")).contains("Permission denied");
        assertThat(run(only, "echo x >> " + other + " 2>/dev/null && echo written || echo refused"))
                .contains("refused");
        assertThat(run(only, "cp /bin/true " + mine + "/t && " + mine + "/t && echo ran || echo refused"))
                .contains("refused");
        assertThat(Files.readString(other)).isEqualTo("no");
    }

    @Test
    void forbiddenCallsAreRefusedToRootItself() throws Exception {
        Confinement only = new Confinement(OptionalInt.empty(), Optional.empty(), true);
        assertThat(run(only, "unshare -n true && echo done || echo refused")).contains("refused");
        assertThat(run(only, "mount -t tmpfs x " + folder + " && echo done || echo refused"))
                .contains("refused");
        assertThat(run(only, "grep Seccomp: /proc/self/status")).contains("Seccomp:\t2");
        assertThat(Files.readString(Path.of("/proc/self/status"))).contains("Seccomp:\t0");
    }

    @Test
    void whatCannotBeConfinedDoesNotStart() {
        Confinement impossible = new Confinement(OptionalInt.of(0), Optional.empty(), false);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> run(impossible, "true"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not confined");
    }

    static Confinement.Files files(Path mine) {
        List<Landlock.Rule> rules = new java.util.ArrayList<>();
        SYSTEM.forEach(path -> rules.add(new Landlock.Rule(Path.of(path), Landlock.Right.READ_AND_RUN)));
        rules.add(new Landlock.Rule(Path.of("/dev/null"), Landlock.Right.WRITE));
        rules.add(new Landlock.Rule(Path.of("/proc"), Landlock.Right.READ));
        rules.add(new Landlock.Rule(Path.of(System.getProperty("java.home")), Landlock.Right.READ_AND_RUN));
        rules.add(new Landlock.Rule(mine, Landlock.Right.WRITE));
        return new Confinement.Files(rules, List.of());
    }

    private String run(Confinement confinement, String words) throws Exception {
        Process process = confinement.start(new ProcessBuilder("/bin/sh", "-c", words)
                .directory(Path.of("/").toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
