package dev.muster.checks.truth;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What is wrong with a host's files, seen by the guard. */
final class HostFaults {
    private HostFaults() {}

    static List<Fault> all() {
        return Stream.of(memory(), kernel(), files(), running(), reachable(), people(), sharing())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Fault> memory() {
        return List.of(
                written(
                        "addresses of programs are not random",
                        "NIST-CAT/SEC-RES-02",
                        "proc/sys/kernel/randomize_va_space",
                        "0"),
                written(
                        "only some addresses are random",
                        "NIST-CAT/SEC-RES-02",
                        "proc/sys/kernel/randomize_va_space",
                        "1"),
                of("the kernel's memory is a file", "NIST-CAT/SEC-RES-03 ENISA/GP-TM-28", tree -> {
                    tree.write("dev/mem", "");
                    tree.write("sys/kernel/security/lockdown", "[none] integrity");
                }),
                written(
                        "the processor does not guard the kernel",
                        "NIST-CAT/SEC-RES-03",
                        "proc/cpuinfo",
                        "flags : fpu nx"),
                written("data can be run", "ETSI/5.6-8", "proc/cpuinfo", "flags : fpu smep smap"),
                written(
                        "every process reads the memory of others",
                        "NIST-CAT/SEC-RES-04",
                        "proc/sys/kernel/yama/ptrace_scope",
                        "0"),
                removed("the kernel has no Yama", "NIST-CAT/SEC-RES-04", "proc/sys/kernel/yama"),
                removed("system calls cannot be filtered", "ENISA/GP-TM-28 7P/7P-3", "proc/sys/kernel/seccomp"));
    }

    private static List<Fault> kernel() {
        return List.of(
                of("the kernel has no Landlock", "ENISA/GP-TM-29 7P/7P-3", tree -> tree.landlock(0)),
                written("memory of crashed programs stays in files", "7P/7P-7", "proc/sys/kernel/core_pattern", "core"),
                written(
                        "a kernel debugger is configured",
                        "ETSI/5.6-4 ENISA/GP-TM-33",
                        "proc/cmdline",
                        "root=/dev/dm-0 kgdboc=ttyS0"),
                written(
                        "it boots into a shell",
                        "ETSI/5.6-4 ENISA/GP-TM-33",
                        "proc/cmdline",
                        "root=/dev/dm-0 init=/bin/sh"),
                written(
                        "a serial login waits",
                        "ETSI/5.6-4 ENISA/GP-TM-33",
                        "etc/systemd/system/getty.target.wants/serial-getty@ttyS0.service",
                        ""),
                removed(
                        "nothing can be limited",
                        "NIST-CAT/SEC-RES-01b NIST-CAT/SEC-RES-01",
                        "sys/fs/cgroup/cgroup.controllers"),
                written(
                        "processes cannot be limited in number",
                        "NIST-CAT/SEC-RES-01b",
                        "sys/fs/cgroup/cgroup.controllers",
                        "cpu memory"),
                written(
                        "no memory is left for an image",
                        "NIST-CAT/SEC-RES-06",
                        "proc/meminfo",
                        "MemAvailable: 2048 kB"));
    }

    private static List<Fault> sharing() {
        return List.of(
                of(
                        "a program closes nothing that its peers have closed",
                        "NIST-CAT/SEC-COM-04 NIST-CAT/SEC-COM-05",
                        tree -> {
                            StringBuilder table = new StringBuilder("sl local rem st\n");
                            for (int port = 0; port < 40; port++) {
                                table.append(" 0: 00000000:9000 0A000001:")
                                        .append(1000 + port)
                                        .append(" 08 0\n");
                            }
                            tree.write("proc/net/tcp", table.toString());
                        }),
                written(
                        "the kernel ended a program for its memory",
                        "NIST-CAT/SEC-RES-01a",
                        "proc/vmstat",
                        "pgfault 900\noom_kill 3"),
                written(
                        "nothing bounds what is stored",
                        "NIST-CAT/SEC-RES-05",
                        "proc/mounts",
                        "/dev/dm-0 / erofs ro,relatime 0 0"),
                written(
                        "nothing is compressed",
                        "NIST-CAT/SEC-RES-07",
                        "proc/mounts",
                        "/dev/dm-0 / ext4 ro,relatime 0 0\n" + HostTree.DATA),
                removed(
                        "there is one state to run in",
                        "NIST-CAT/SEC-OPS-02 NIST-CAT/SEC-OPS-03",
                        "usr/lib/systemd/system/rescue.target"),
                written("answers come at any rate", "ENISA/GP-TM-46", "proc/sys/net/ipv4/icmp_ratelimit", "0"),
                removed("no sensor answers", "NIST-CAT/SEC-OPS-07", "sys/class/hwmon"),
                written(
                        "a service speaks to anybody",
                        "ETSI/5.5-4 ETSI/5.6-2",
                        "proc/net/tcp",
                        "sl local rem st\n 0: 00000000:0017 00000000:0000 0A 0"));
    }

    private static List<Fault> files() {
        return List.of(
                written(
                        "the root can be written",
                        "NIST-CAT/SEC-INT-04 ENISA/GP-TM-04",
                        "proc/mounts",
                        "/dev/sda1 / ext4 rw,relatime 0 0"),
                removed("the root is not verified any more", "NIST-CAT/SEC-INT-04 ENISA/GP-TM-04", "sys/block/dm-0"),
                removed("stored data is not encrypted", "ENISA/GP-TM-32 ETSI/5.4-1 ENISA/GP-TM-34", "sys/block/dm-1"),
                removed("the kernel measures nothing", "ENISA/GP-TM-04 NIST-CAT/SEC-EXE-01", "sys/kernel/security/ima"),
                written(
                        "secure boot is off",
                        "ENISA/GP-TM-03 ETSI/5.7-1",
                        "sys/firmware/efi/efivars/SecureBoot-8be4df61",
                        "\u0006\u0000\u0000\u0000\u0000"),
                removed("the firmware knows no secure boot", "ENISA/GP-TM-03 ETSI/5.7-1", "sys/firmware/efi/efivars"),
                removed("nothing restarts it when it hangs", "ENISA/GP-TM-16 ETSI/5.9-1", "dev/watchdog"),
                of("every process is root", "ENISA/GP-TM-27 ETSI/5.6-7", tree -> {
                    for (int pid = 70; pid < 74; pid++) {
                        tree.write("proc/" + pid + "/status", HostTree.status("0"));
                    }
                }));
    }

    private static List<Fault> running() {
        return List.of(
                of("everything runs as one user without filters", "NIST-CAT/SEC-EXE-01b ENISA/GP-TM-28", tree -> {
                    for (String pid : new String[] {"1", "70", "71", "72", "73"}) {
                        tree.write("proc/" + pid + "/status", "Uid:\t9\t9\nVmRSS:\t1 kB\nSeccomp:\t0\n");
                    }
                }),
                written(
                        "a telnet service runs",
                        "ETSI/5.6-5 ENISA/GP-TM-08",
                        "sys/fs/cgroup/system.slice/telnetd.service/x",
                        ""),
                written(
                        "port 23 waits for others",
                        "ENISA/GP-TM-50 ETSI/5.6-1",
                        "proc/net/tcp",
                        "sl\n 0: 00000000:01BB 0 0A 0\n 1: 00000000:0017 0 0A 0"),
                written(
                        "a port waits for datagrams",
                        "ENISA/GP-TM-50 ETSI/5.6-1",
                        "proc/net/udp",
                        "sl\n 0: 00000000:1633 0 07 0\n 1: 00000000:00A1 0 07 0"),
                written(
                        "a radio is on that nobody needs",
                        "ETSI/5.6-1 NIST-CORE/NIST-LA-1",
                        "sys/class/net/wlan0/flags",
                        "0x1003"),
                written(
                        "names are asked of a stranger",
                        "NIST-CAT/SEC-COM-08",
                        "etc/resolv.conf",
                        "nameserver 192.0.2.1"),
                removed("there is no resolver", "NIST-CAT/SEC-COM-08", "etc/resolv.conf"),
                removed("nothing keeps the clock", "NIST-CAT/SEC-OPS-01", "run/chrony"));
    }

    private static List<Fault> reachable() {
        return List.of(
                written(
                        "time is taken from anybody",
                        "NIST-CAT/SEC-OPS-01",
                        "etc/chrony/chrony.conf",
                        "server time.example iburst"),
                written("a password is kept by MD5", "ENISA/GP-TM-24 ETSI/5.1-3", "etc/shadow", "op:$1$salt$abc:1::"),
                written("a password is kept by DES", "ENISA/GP-TM-24 ETSI/5.1-3", "etc/shadow", "op:abXYZ0123456:1::"),
                written("a password is empty", "ENISA/GP-TM-22", "etc/shadow", "op::1::"),
                written(
                        "failed logins are not slowed",
                        "ENISA/GP-TM-25 NIST-CORE/NIST-LA-3",
                        "etc/pam.d/common-auth",
                        "auth required pam_unix.so"),
                written(
                        "passwords log in over the network",
                        "ETSI/5.1-5 ENISA/GP-TM-23",
                        "etc/ssh/sshd_config",
                        "PasswordAuthentication yes"),
                written(
                        "nobody says that passwords do not",
                        "ETSI/5.1-5 ENISA/GP-TM-23",
                        "etc/ssh/sshd_config",
                        "MaxAuthTries 3"),
                written(
                        "a second account is root",
                        "NIST-CAT/SEC-EXE-02 NIST-CAT/SEC-EXE-03",
                        "etc/passwd",
                        "root:x:0:0::/:/bin/sh\ntoor:x:0:0::/:/bin/sh"));
    }

    private static List<Fault> people() {
        return List.of(
                written(
                        "USB devices work at once",
                        "ENISA/GP-TM-33 NIST-CAT/SEC-INT-02",
                        "sys/bus/usb/devices/usb1/authorized_default",
                        "1"),
                of("an unknown card is plugged in", "NIST-CAT/SEC-INT-02", tree -> {
                    tree.write("sys/bus/pci/devices/0000:00:03.0/vendor", "0xdead");
                    tree.write("sys/bus/pci/devices/0000:00:03.0/device", "0xbeef");
                }),
                removed("a card is missing", "NIST-CAT/SEC-INT-02", "sys/bus/pci/devices/0000:00:02.0"),
                removed("the TPM is gone", "7P/7P-1 7P/7P-2 ENISA/GP-TM-02", "dev/tpmrm0"));
    }

    private static Fault written(String words, String names, String path, String text) {
        return of(words, names, tree -> tree.write(path, text));
    }

    private static Fault removed(String words, String names, String path) {
        return of(words, names, tree -> tree.remove(path));
    }

    private static Fault of(String words, String names, Consumer<HostTree> change) {
        return Fault.of("HO", words, names, fleet -> {
            change.accept(fleet.host);
            fleet.lookAtCam();
        });
    }
}
