package dev.muster.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.devices.manifest.Violation;
import dev.muster.guard.socket.Ask;
import dev.muster.guard.socket.Say;
import dev.muster.testing.Needs;
import dev.muster.testing.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guard, agent and keeper are killed as by a power cut, one after another and all over again. */
class GuardKilledTest {
    /** The system's: one that root has first on its path may be closed to others. */
    private static final String PYTHON = "/usr/bin/python3";

    private static final List<String> AGENT =
            List.of("/bin/sh", "-c", "cat /proc/self/status > tmp/status; exec sleep 600");

    @TempDir
    Path folder;

    @BeforeEach
    void root() {
        Needs.root("guard and agent as processes of their own");
        Needs.tool("unshare", "guard and agent as processes of their own");
        Needs.tool("nft", "guard and agent as processes of their own");
    }

    @Test
    void whicheverIsKilledTheOthersRecoverIt() throws Exception {
        Path open = Files.createDirectories(Path.of("/tmp")).resolve("muster-guard-" + System.nanoTime());
        try (DeviceHere device = new DeviceHere(open)) {
            device.start(true, AGENT);
            Say.Standing first = device.standing(s -> s.agent() > 0);
            confined(device);
            closed(device);

            DeviceHere.kill(first.agent());
            Say.Standing second = device.standing(s -> s.agent() > 0 && s.agent() != first.agent());
            assertThat(second.guard()).isEqualTo(first.guard());
            device.happening(h -> h.kind() == Violation.AGENT_ENDED);

            DeviceHere.kill(second.guard());
            Say.Standing third = device.standing(s -> s.agent() > 0 && s.guard() != second.guard());
            assertThat(third.agent()).as("the agent goes on, and is taken over").isEqualTo(second.agent());
            closed(device);

            DeviceHere.kill(device.keeper());
            Waiting.until(
                    "another keeper", DeviceHere.LONGEST, () -> device.log().contains("the keeper was gone"));
            DeviceHere.kill(third.guard());
            Say.Standing fourth = device.standing(s -> s.agent() > 0 && s.guard() != third.guard());
            assertThat(fourth.agent()).isEqualTo(third.agent());
            closed(device);
            DeviceHere.kill(fourth.agent());
            device.standing(s -> s.agent() > 0 && s.agent() != fourth.agent());
        } finally {
            Folders.delete(open);
        }
    }

    private static void confined(DeviceHere device) throws Exception {
        Path status = device.root.resolve("tmp/status");
        Waiting.until(
                "the agent said what it is", DeviceHere.LONGEST, () -> Files.exists(status) && Files.size(status) > 99);
        assertThat(Files.readString(status))
                .contains("Uid:\t" + DeviceHere.USER)
                .contains("CapBnd:\t0000000000000000")
                .contains("Seccomp:\t2")
                .contains("NoNewPrivs:\t1");
        Say.Looked looked = (Say.Looked) device.ask(new Ask.Look());
        assertThat(looked.facts())
                .anySatisfy(f -> assertThat(f.key() + " " + f.value() + " " + f.standing())
                        .isEqualTo("host.agent confined ENFORCED"))
                .anySatisfy(f -> assertThat(f.key() + " " + f.value() + " " + f.standing())
                        .isEqualTo("host.guard two processes ENFORCED"));
    }

    private static void closed(DeviceHere device) throws Exception {
        Optional<String> table = ((Say.Table) device.ask(new Ask.Table())).listed();
        assertThat(table.orElse("no table")).contains("policy drop").contains("10.9.9.9");
    }

    @Test
    void onlyTheTableThatCanBeProvedIsTaken() throws Exception {
        Path open = Path.of("/tmp").resolve("muster-guard-" + System.nanoTime());
        try (DeviceHere device = new DeviceHere(open)) {
            device.start(true, List.of());
            for (String ruleset : List.of(
                    "flush ruleset\n",
                    "table inet muster\ndelete table inet muster\ntable inet muster {\n}\n",
                    "include \"/etc/shadow\"\n",
                    "table inet other {\n}\n")) {
                assertThatThrownBy(() -> device.ask(new Ask.Rules(ruleset))).hasMessageContaining("ruleset: ");
            }
            closed(device);
            assertThatThrownBy(() -> device.ask(new Ask.Manifest(new byte[] {1, 2, 3})))
                    .hasMessageContaining("not a manifest");
            DeviceHere other = new DeviceHere(folder.resolve("other"));
            byte[] foreign = other.manifest(List.of(), List.of(), List.of(), Map.of());
            assertThatThrownBy(() -> device.ask(new Ask.Manifest(foreign))).hasMessageContaining("no maker");
            byte[] older = device.manifest(List.of(), List.of(), List.of(), Map.of());
            device.ask(new Ask.Manifest(device.manifest(List.of(), List.of(), List.of(), Map.of())));
            assertThatThrownBy(() -> device.ask(new Ask.Manifest(older))).hasMessageContaining("older");
        } finally {
            Folders.delete(open);
        }
    }

    @Test
    void strangersAreNotAnswered() throws Exception {
        Path open = Path.of("/tmp").resolve("muster-guard-" + System.nanoTime());
        Needs.file("a Python that every user may run, for a stranger at the guard's socket", PYTHON);
        Needs.tool("setpriv", "a stranger at the guard's socket");
        try (DeviceHere device = new DeviceHere(open)) {
            device.start(false, List.of());
            Path socket = GuardSettings.socket(open);
            // Even if somebody opened it to all.
            Files.setPosixFilePermissions(socket, java.nio.file.attribute.PosixFilePermissions.fromString("rw-rw-rw-"));
            // A stranger is refused before it said anything, so that saying it may fail.
            String program = """
                import socket, sys
                s = socket.socket(socket.AF_UNIX)
                s.connect(sys.argv[1])
                try:
                    s.sendall(bytes([0, 0, 0, 13]) + b'\\xa1\\x64type\\x66Status')
                except BrokenPipeError:
                    pass
                print(s.recv(200))
                """;
            assertThat(as(61_299, program, socket)).contains("stranger").doesNotContain("agent");
            assertThat(as(DeviceHere.USER, program, socket)).contains("Standing");
        } finally {
            Folders.delete(open);
        }
    }

    private static String as(int user, String program, Path socket) throws Exception {
        Process process = new ProcessBuilder(
                        "setpriv",
                        "--reuid=" + user,
                        "--regid=" + user,
                        "--clear-groups",
                        PYTHON,
                        "-c",
                        program,
                        socket.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
