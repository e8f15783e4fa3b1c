package dev.muster.checks.vm;

import dev.muster.testing.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One life of the machine, from power on to power off. Its disks and its TPM outlive it. QEMU emulates the processor: KVM is not
 * asked for, so that every machine shows the same.
 */
final class QemuMachine implements AutoCloseable {
    /** From power on to the guard, with a processor that others use too. */
    static final Duration BOOT = Duration.ofMinutes(12);

    /** For a shell's answer from an emulated processor under load. */
    static final Duration ANSWER = Duration.ofSeconds(60);

    /** Debian's build of OVMF, without Secure Boot's keys: what it starts it measures, and does not judge. */
    private static final Path FIRMWARE = Path.of("/usr/share/OVMF/OVMF_CODE_4M.fd");

    private static final Path VARIABLES = Path.of("/usr/share/OVMF/OVMF_VARS_4M.fd");

    /** The kernel's command line, but for the hash that the root rests on. */
    static final String LINE = "console=ttyS0 loglevel=5 printk.devkmsg=on ima_policy=tcb ima_hash=sha256 panic=5"
            + " usbcore.authorized_default=0 guard=--quick,--watchdog,/dev/watchdog";

    private final Process tpm;
    private final Process qemu;
    private final Path log;
    private final Qmp qmp;
    private final Console console;

    private QemuMachine(Process tpm, Process qemu, Path log, Qmp qmp, Console console) {
        this.tpm = tpm;
        this.qemu = qemu;
        this.log = log;
        this.qmp = qmp;
        this.console = console;
    }

    /**
     * What the machine is made of.
     *
     * @param esp folder of what the firmware starts
     * @param tree hashes of the root
     * @param root as its hash tree says, or not
     * @param data the device's disk
     * @param slots where updates go
     * @param work for sockets and logs, swtpm's state in {@code tpm}, the firmware's variables in {@code vars.fd}
     */
    record Parts(Path esp, Path tree, Path root, Path data, Path slots, Path work) {
        Parts withEsp(Path other) {
            return new Parts(other, tree, root, data, slots, work);
        }
    }

    /** Switches it on. */
    static QemuMachine on(Parts parts) throws Exception {
        Path work = parts.work();
        for (String name : List.of("tpm.sock", "qmp.sock", "console.sock")) {
            Files.deleteIfExists(work.resolve(name));
        }
        if (Files.notExists(work.resolve("vars.fd"))) {
            Files.copy(VARIABLES, work.resolve("vars.fd"));
        }
        Path log = work.resolve("machine-" + System.nanoTime() + ".log");
        Process tpm = process(work.resolve("swtpm.log"), tpm(parts));
        Waiting.until("swtpm", ANSWER, () -> Files.exists(work.resolve("tpm.sock")));
        Process qemu = process(work.resolve("qemu.log"), qemu(parts, log));
        try {
            Path sockets = work.resolve("qmp.sock");
            Waiting.until("QEMU: " + Files.readString(work.resolve("qemu.log")), ANSWER, () -> Files.exists(sockets));
            return new QemuMachine(tpm, qemu, log, new Qmp(sockets), new Console(work.resolve("console.sock")));
        } catch (IOException | AssertionError e) {
            qemu.destroyForcibly();
            tpm.destroyForcibly();
            throw new IOException(Files.readString(work.resolve("qemu.log")), e);
        }
    }

    private static Process process(Path log, List<String> words) throws IOException {
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static List<String> tpm(Parts parts) {
        return List.of(
                "swtpm",
                "socket",
                "--tpm2",
                "--tpmstate",
                "dir=" + parts.work().resolve("tpm"),
                "--ctrl",
                "type=unixio,path=" + parts.work().resolve("tpm.sock"),
                "--terminate");
    }

    private static List<String> qemu(Parts parts, Path log) {
        Path work = parts.work();
        List<String> words = new ArrayList<>(List.of("qemu-system-x86_64", "-nodefaults", "-no-user-config"));
        words.addAll(List.of("-machine", "q35,accel=tcg", "-cpu", "max", "-smp", "2", "-m", "768", "-display", "none"));
        words.addAll(List.of("-rtc", "base=utc", "-action", "watchdog=reset"));
        words.addAll(List.of("-drive", "if=pflash,format=raw,readonly=on,file=" + FIRMWARE));
        words.addAll(List.of("-drive", "if=pflash,format=raw,file=" + work.resolve("vars.fd")));
        words.addAll(disk("root", parts.root().toString(), "readonly=on", ""));
        words.addAll(disk("tree", parts.tree().toString(), "readonly=on", ""));
        words.addAll(disk("data", parts.data().toString(), "readonly=off", ""));
        words.addAll(disk("slots", parts.slots().toString(), "readonly=off", ""));
        words.addAll(disk("esp", "fat:" + parts.esp(), "readonly=on", ",bootindex=0"));
        words.addAll(List.of("-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,romfile="));
        words.addAll(List.of("-chardev", "socket,id=tpm,path=" + work.resolve("tpm.sock")));
        words.addAll(List.of("-tpmdev", "emulator,id=tpm0,chardev=tpm", "-device", "tpm-tis,tpmdev=tpm0"));
        words.addAll(List.of("-device", "i6300esb", "-device", "qemu-xhci,id=usb"));
        words.addAll(List.of("-serial", "file:" + log));
        words.addAll(List.of("-chardev", "socket,id=eyes,server=on,wait=off,path=" + work.resolve("console.sock")));
        words.addAll(List.of("-serial", "chardev:eyes"));
        words.addAll(List.of("-qmp", "unix:" + work.resolve("qmp.sock") + ",server=on,wait=off"));
        return words;
    }

    /** In the order in which the kernel numbers them. */
    private static List<String> disk(String name, String file, String how, String more) {
        return List.of(
                "-drive",
                "if=none,id=" + name + ",format=raw,file=" + file + "," + how,
                "-device",
                "virtio-blk-pci,drive=" + name + more);
    }

    Qmp qmp() {
        return qmp;
    }

    /** What kernel, guard and agent said. */
    String log() throws IOException {
        return Files.readString(log, StandardCharsets.ISO_8859_1);
    }

    /** Waits for words in it, that come after {@code from} characters. */
    void says(String words, int from, Duration longest) throws Exception {
        Waiting.value("'" + words + "' in " + log, longest, () -> {
            if (!qemu.isAlive()) {
                throw new IOException("the machine is off: " + tail());
            }
            return log().indexOf(words, from) >= 0 ? Optional.of(true) : Optional.empty();
        });
    }

    private String tail() throws IOException {
        String all = log();
        return all.substring(Math.max(0, all.length() - 4000));
    }

    /** What a command of the machine's root says. */
    Console.Said sh(String command) throws Exception {
        return console.run(ANSWER, command);
    }

    /** Cuts the power. */
    @Override
    public void close() throws IOException {
        qemu.destroyForcibly();
        qmp.close();
        console.close();
        // It ends by itself with the machine; what is left of it after that is ended.
        try {
            qemu.waitFor(ANSWER.toSeconds(), TimeUnit.SECONDS);
            tpm.waitFor(ANSWER.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tpm.destroyForcibly();
    }
}
