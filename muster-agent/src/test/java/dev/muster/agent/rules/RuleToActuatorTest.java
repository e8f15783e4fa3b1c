package dev.muster.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.agent.guarded.GuardLink;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.manifest.DeviceManifest;
import dev.muster.format.devices.manifest.Reflex;
import dev.muster.format.devices.manifest.Rule;
import dev.muster.format.devices.manifest.RuleWords;
import dev.muster.format.devices.manifest.Violation;
import dev.muster.guard.Guard;
import dev.muster.guard.GuardSettings;
import dev.muster.guard.integrity.Manifests;
import dev.muster.testing.Authority;
import dev.muster.testing.Needs;
import dev.muster.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From two sensors through a module in the agent to an actuator in the guard, each the real one over a tree of files; and what
 * happens when the module is changed, fails, or its agent is gone.
 */
class RuleToActuatorTest {
    private static final int USER = 64_991;
    private static final Duration LONGEST = Duration.ofSeconds(20);

    @TempDir
    private Path root;

    private final Authority.Identity maker = Authority.root(
                    "CN=Acme", Instant.now().minusSeconds(60))
            .identity("CN=Acme firmware", Instant.now().minusSeconds(60));
    private Path siren;

    @BeforeEach
    void aDeviceWithARule() throws IOException {
        Needs.root("the guard");
        for (String folder : List.of("factory", "slots/slot-a", "sensors/hwmon0", "actuators", "hardware")) {
            Files.createDirectories(root.resolve(folder));
        }
        Files.writeString(
                root.resolve("factory/makers.pem"), Authority.pem(maker.chain().getFirst()));
        Files.write(root.resolve("slots/slot-a/fire.wasm"), WasmBytes.fire());
        siren = root.resolve("actuators/siren");
        Files.writeString(siren, "0");
        temperatures("22000", "21000");
        sign(WasmBytes.fire());
    }

    private void sign(byte[] module) throws IOException {
        Rule rule = new Rule(
                "fire",
                "slots/slot-a/fire.wasm",
                Sha256.of(module),
                List.of("hwmon0/temp1_input", "hwmon0/temp2_input"));
        Reflex reflex = new Reflex("siren", rule.sensor(), 0, 0, "siren", "1", "0");
        DeviceManifest manifest = new DeviceManifest(
                1, List.of(), List.of(), List.of(), List.of(), List.of(reflex), Map.of(), Optional.of(List.of(rule)));
        Files.write(
                root.resolve("factory/manifest.cose"),
                manifest.sign(CoseSigner.of(CoseAlgorithm.ESP256, maker.keys().getPrivate(), Optional.empty())));
    }

    private void temperatures(String first, String second) throws IOException {
        Files.writeString(root.resolve("sensors/hwmon0/temp1_input"), first + "\n");
        Files.writeString(root.resolve("sensors/hwmon0/temp2_input"), second + "\n");
    }

    private Guard guard() throws IOException {
        Guard guard = new Guard(new GuardSettings(
                root,
                USER,
                List.of(),
                List.of(),
                Path.of("/proc/self/ns/net"),
                "10.9.9.9:8444",
                false,
                root.resolve("sensors"),
                root.resolve("actuators"),
                root.resolve("hardware"),
                Duration.ofSeconds(30),
                Optional.empty(),
                List.of()));
        guard.start();
        return guard;
    }

    private RuleRunner agent(GuardLink link) throws IOException {
        List<Rule> rules = new Manifests(root.resolve("factory"), root.resolve("factory/manifest.cose"))
                .current()
                .rules()
                .orElseThrow();
        return RuleRunner.start(root, root.resolve("sensors"), rules, link::judged);
    }

    private void sirenIs(String value) throws Exception {
        Waiting.until(
                "the siren is " + value, LONGEST, () -> Files.readString(siren).equals(value));
    }

    @Test
    void bothSensorsTogetherSoundTheSirenAndTheEndOfTheAgentToo() throws Exception {
        try (Guard _ = guard()) {
            GuardLink link = new GuardLink(GuardSettings.socket(root));
            RuleRunner runner = agent(link);
            Thread.sleep(RuleWords.SILENT.plusMillis(500).toMillis());
            assertThat(siren).as("the rule speaks, and all is well").hasContent("0");
            temperatures("61000", "21000");
            Thread.sleep(300);
            assertThat(siren).as("one sensor alone").hasContent("0");
            temperatures("61000", "62000");
            sirenIs("1");
            temperatures("22000", "21000");
            sirenIs("0");
            runner.end();
            sirenIs("1");
            assertThat(link.news(0)).anyMatch(one -> one.kind() == Violation.SENSOR_FAILED);
            RuleRunner again = agent(link);
            sirenIs("0");
            again.end();
        }
    }

    @Test
    void aSensorThatIsGoneAndAModuleThatIsAnotherAreAnAlarm() throws Exception {
        try (Guard _ = guard()) {
            GuardLink link = new GuardLink(GuardSettings.socket(root));
            RuleRunner runner = agent(link);
            Files.delete(root.resolve("sensors/hwmon0/temp2_input"));
            sirenIs("1");
            temperatures("22000", "21000");
            sirenIs("0");
            runner.end();
            Files.write(root.resolve("slots/slot-a/fire.wasm"), WasmBytes.judging(0x42, 0));
            RuleRunner other = agent(link);
            sirenIs("1");
            Thread.sleep(300);
            assertThat(siren).as("it is not run").hasContent("1");
            other.end();
        }
    }

    @Test
    void aModuleWithoutEndIsAnAlarmAndNobodySpeaksForRulesThatThereAreNot() throws Exception {
        byte[] endless = WasmBytes.judging(0x03, 0x40, 0x0c, 0, 0x0b, 0x42, 0);
        Files.write(root.resolve("slots/slot-a/fire.wasm"), endless);
        sign(endless);
        try (Guard _ = guard()) {
            GuardLink link = new GuardLink(GuardSettings.socket(root));
            RuleRunner runner = agent(link);
            link.judged("flood", 7);
            sirenIs("1");
            runner.end();
        }
    }

    @Test
    void aReflexGoesByARuleThatThereIs() {
        Reflex reflex = new Reflex("siren", "rules/none", 0, 0, "siren", "1", "0");
        assertThatThrownBy(() ->
                        new DeviceManifest(1, List.of(), List.of(), List.of(), List.of(), List.of(reflex), Map.of()))
                .hasMessageContaining("a rule that the manifest has");
    }
}
