package dev.muster.checks.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Needs;
import dev.muster.testing.Waiting;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    private static final String OPTIONS = "--quick,--watchdog,/dev/watchdog";

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
                "depmod")) {
            Needs.tool(program, "a device in QEMU");
        }
        site = new QemuSite(TOP, dir);
        site.assemble();
        machine = QemuMachine.on(site.parts(), OPTIONS);
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

    @Test
    @Order(2)
    void aUsbDeviceIsOfNoUseBeforeItIsAuthorised() throws Exception {
        Path stick = Files.write(dir.resolve("stick.img"), new byte[1024 * 1024]);
        machine.qmp().ask("blockdev-add", Map.of("driver", "file", "node-name", "stick", "filename", stick.toString()));
        machine.qmp()
                .ask("device_add", Map.of("driver", "usb-storage", "drive", "stick", "id", "stick", "bus", "usb.0"));
        machine.says("PART_ADDED usb 46f4 0001", 0, LONG);
        assertThat(machine.sh("cat /sys/bus/usb/devices/*/product; ls /dev/sd*; cat /proc/partitions")
                        .text())
                .doesNotContain(" sda");
        assertThat(machine.sh("for d in /sys/bus/usb/devices/[0-9]*; do [ -e $d/idVendor ] && cat $d/authorized; done")
                        .text())
                .isEqualTo("0");
    }

    /** The thermometer is the kernel's stub of a bus with the driver of an LM75; the lamp is that of the machine's keyboard. */
    @Test
    @Order(3)
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

    /** Flipped on the disk while the machine runs, before anybody read the block; the program beside it is untouched. */
    @Test
    @Order(4)
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
    @Order(5)
    void anUnfedWatchdogRestartsTheMachine() throws Exception {
        int before = machine.log().length();
        signal("STOP", " guard --root ");
        Waiting.until("the watchdog", LONG, () -> machine.qmp().events().contains("WATCHDOG"));
        machine.says("start: ", before, LONG);
    }
}
