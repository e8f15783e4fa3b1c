package dev.muster.checks.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.state.Slot;
import dev.muster.format.attest.tpm.EventLog;
import dev.muster.format.attest.tpm.TpmHash;
import dev.muster.testing.Needs;
import dev.muster.testing.Waiting;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The device's package on a machine of its own, at a real server on this one. In order, because a boot takes minutes where a
 * processor is emulated: what one shows is where the next begins.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(3_600)
class DeviceInQemu {
    private static final Path TOP = Path.of(System.getProperty("muster.root"));
    private static final Duration LONG = QemuMachine.BOOT;

    @TempDir
    private static Path dir;

    private QemuSite site;
    private QemuMachine machine;

    @BeforeAll
    void assemble() throws Exception {
        Needs.root("a device in QEMU: nobody but root makes its root file system");
        for (String program : List.of(
                "qemu-system-x86_64",
                "swtpm",
                "swtpm_setup",
                "veritysetup",
                "dmsetup",
                "mkfs.erofs",
                "mke2fs",
                "cpio",
                "busybox",
                "objcopy",
                "depmod")) {
            Needs.tool(program, "a device in QEMU");
        }
        site = new QemuSite(TOP, dir);
        site.assemble();
        machine = QemuMachine.on(site.parts());
    }

    @AfterEach
    void keepLog(TestInfo test) throws Exception {
        Path logs = Files.createDirectories(TOP.resolve("build/vm"));
        Files.writeString(logs.resolve(test.getTestMethod().orElseThrow().getName() + ".log"), machine.log());
    }

    @AfterAll
    void off() throws Exception {
        if (machine != null) {
            machine.close();
        }
        if (site != null) {
            site.close();
        }
    }

    @Test
    @Order(1)
    void itsMeasuredBootAndWhatItsKernelRanAreAttested() throws Exception {
        machine.says("start: ", 0, LONG);
        site.attested(LONG, 1);
        String shown = site.lastEvidence();
        assertThat(shown)
                .contains("linux-slots-tpm")
                .contains("checked-beside-software-tpm")
                .doesNotContain("sent no log of its firmware's events")
                .doesNotContain("sent no log of the files that its kernel measured");
        assertThat(machine.sh("wc -l < /sys/kernel/security/ima/ascii_runtime_measurements")
                        .text())
                .satisfies(lines -> assertThat(Integer.parseInt(lines)).isGreaterThan(20));
        assertThat(site.entries("attestation.tpm-key-proved"))
                .singleElement()
                .asString()
                .contains("software-tpm");
    }

    /** Kernel, command line and first file system are one file: the firmware's measurement of it is in register 4. */
    @Test
    @Order(2)
    void firmwareMeasuredKernelCommandLineAndFirstFileSystem() throws Exception {
        EventLog log = firmwareLog();
        assertThat(measured(log)).contains(hex(PeImage.digest(site.started("esp"))));
        assertThat(measured(log)).doesNotContain(hex(PeImage.digest(site.started("esp-other"))));
        String quoted = machine.sh("cat /sys/class/tpm/tpm0/pcr-sha256/4").text();
        assertThat(hex(log.replay(TpmHash.SHA256).get(4))).isEqualToIgnoringCase(quoted);
        assertThat(machine.sh("cat /proc/cmdline").text()).startsWith(QemuMachine.LINE);
    }

    private EventLog firmwareLog() throws Exception {
        String text = machine.sh("base64 /sys/kernel/security/tpm0/binary_bios_measurements")
                .text();
        return EventLog.parse(Base64.getMimeDecoder().decode(text));
    }

    private static List<String> measured(EventLog log) {
        return log.events().stream()
                .filter(event -> event.pcr() == 4 && !event.isNoAction())
                .map(event -> hex(event.digests().get(TpmHash.SHA256)))
                .toList();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    @Order(3)
    void onlyTheUsbDeviceThatTheMakerNamedIsOfUse() throws Exception {
        plug("stick", "somebody's");
        machine.says("PART_ADDED usb 46f4 0001 somebody's", 0, LONG);
        assertThat(authorized("somebody's")).isEqualTo("0");
        assertThat(machine.sh("ls /dev/sd*; cat /proc/partitions").text()).doesNotContain(" sda");
        plug("key", QemuSite.USB_SERIAL);
        Waiting.until(
                "its driver finds the disk",
                LONG,
                () -> machine.sh("cat /proc/partitions").text().contains(" sda"));
        assertThat(authorized(QemuSite.USB_SERIAL)).isEqualTo("1");
        assertThat(authorized("somebody's")).isEqualTo("0");
        assertThat(machine.sh("ls /dev/sd*").text()).isEqualTo("/dev/sda");
    }

    private void plug(String id, String serial) throws Exception {
        Path image = Files.write(dir.resolve(id + ".img"), new byte[1024 * 1024]);
        machine.qmp().ask("blockdev-add", Map.of("driver", "file", "node-name", id, "filename", image.toString()));
        Map<String, String> device = Map.of("driver", "usb-storage", "drive", id, "id", id, "bus", "usb.0");
        Map<String, String> all = new HashMap<>(device);
        all.put("serial", serial);
        machine.qmp().ask("device_add", all);
    }

    private String authorized(String serial) throws Exception {
        return machine.sh("for d in /sys/bus/usb/devices/[0-9]*; do" + " [ \"$(cat $d/serial 2>/dev/null)\" = \""
                        + serial + "\" ] && cat $d/authorized; done")
                .text();
    }

    /** The thermometer is the kernel's stub of a bus with the driver of an LM75; the lamp is that of the machine's keyboard. */
    @Test
    @Order(4)
    void overTemperatureOfAStubbedSensorDrivesTheActuatorSafeWithTheAgentStopped() throws Exception {
        assertThat(lamp()).isEqualTo("0");
        signal("STOP", " agent --root ");
        heat("0x0050");
        Waiting.until("the lamp at 80 degrees", QemuMachine.ANSWER, () -> lamp().equals("1"));
        heat("0x0019");
        Waiting.until("the lamp at 25 degrees", QemuMachine.ANSWER, () -> lamp().equals("0"));
        signal("CONT", " agent --root ");
    }

    /** To the newest Java process with these words: the guard is newer than the one that waits for its keeper. */
    private void signal(String signal, String words) throws Exception {
        Console.Said said = machine.sh("kill -" + signal + " $(javas '" + words + "' | head -n 1)");
        assertThat(said.status()).as(said.text()).isZero();
    }

    private String lamp() throws Exception {
        return machine.sh("cat /sys/class/" + QemuSite.HEAT.actuator()).text();
    }

    private void heat(String register) throws Exception {
        Console.Said said = machine.sh("i2cset -f -y 0 0x48 0 " + register + " w");
        assertThat(said.status()).as(said.text()).isZero();
    }

    /**
     * The power is cut while the new image comes, when it is written, when it is chosen, when it has started on trial, and when it
     * was confirmed. Whatever a device without power would start then is one of the two images that the maker signed, to the last
     * byte, and the kernel's dm-verity agrees when it is on again.
     */
    @Test
    @Order(6)
    void anUpdateWithPowerCutsConverges() throws Exception {
        assertThat(ran(Slot.A)).isEqualTo("app " + site.slots().older().version());
        String rollout = site.update();
        for (Moment moment : Moment.values()) {
            moment.await(site.slots(), LONG);
            machine.close();
            Slot slot = site.slots().starts();
            System.out.println(
                    "the power is cut at " + moment + ": " + site.slots().state());
            // Once with another command line: what the firmware measures is what it started.
            boolean other = moment == Moment.STARTED;
            Path esp = other
                    ? site.started("esp-other").resolve("../../..").normalize()
                    : site.parts().esp();
            machine = QemuMachine.on(site.parts().withEsp(esp));
            machine.says("start: ", 0, LONG);
            assertThat(ran(slot))
                    .isEqualTo("app " + site.slots().said(slot).orElseThrow().version());
            assertThat(measured(firmwareLog()))
                    .contains(hex(PeImage.digest(site.started(other ? "esp-other" : "esp"))));
        }
        String version = site.slots().newer().version();
        Waiting.until("the server affirms it", LONG, () -> site.affirmed(version));
        Waiting.until("the rollout ends", LONG, () -> site.state(rollout).equals("finished"));
        assertThat(site.entries("attestation.evidence-appraised"))
                .isNotEmpty()
                .noneMatch(entry -> entry.contains("contraindicated"));
    }

    /** What the program in a slot says, from a file system that dm-verity checks by the hash that the maker knows. */
    private String ran(Slot slot) throws Exception {
        SlotImages.Image image = site.slots().said(slot).orElseThrow();
        Console.Said said =
                machine.sh("slot " + site.slots().offset(slot) / 512 + " " + image.blocks() + " " + image.hash());
        assertThat(said.status()).as(said.text()).isZero();
        return said.text();
    }

    /** Flipped on the disk while the machine runs, before anybody read the block; the program beside it is untouched. */
    @Test
    @Order(7)
    void aFlippedBlockOfTheRootIsNeverExecutedAndTold() throws Exception {
        assertThat(machine.sh("cat /sys/block/dm-0/dm/uuid").text()).startsWith("CRYPT-VERITY-");
        assertThat(machine.sh("/bin/canary-1").text()).isEqualTo("ran");
        flip(site.parts().root(), "# canary 2 of the root");
        assertThat(machine.sh("/bin/canary-2")).satisfies(said -> {
            assertThat(said.status()).isNotZero();
            assertThat(said.text()).doesNotContain("ran");
        });
        assertThat(machine.log()).containsPattern("verity: \\S+: data block \\d+ is corrupted");
        Waiting.until(
                "the server hears of it",
                LONG,
                () -> site.entries("failures.reported").stream().anyMatch(entry -> entry.contains("verity/")));
    }

    /** One bit of the first place where these words are. */
    private static void flip(Path image, String words) throws Exception {
        byte[] all = Files.readAllBytes(image);
        int place = new String(all, StandardCharsets.ISO_8859_1).indexOf(words);
        assertThat(place).isPositive();
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(place);
            file.write(all[place] ^ 1);
        }
    }

    /** A guard that is stopped feeds nothing: the machine restarts by itself. */
    @Test
    @Order(8)
    void anUnfedWatchdogRestartsTheMachine() throws Exception {
        int before = machine.log().length();
        signal("STOP", " guard --root ");
        Waiting.until("the watchdog", LONG, () -> machine.qmp().events().contains("WATCHDOG"));
        machine.says("start: ", before, LONG);
    }
}
