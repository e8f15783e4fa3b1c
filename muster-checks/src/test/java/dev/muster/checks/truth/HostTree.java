package dev.muster.checks.truth;

import dev.muster.format.devices.host.HostReport;
import dev.muster.guard.host.Host;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The files of a hardened gateway, which the guard looks at with the eyes it has on a device. */
final class HostTree {
    /** Where data lies, apart from the root. */
    static final String DATA = "/dev/dm-1 /data ext4 rw,relatime 0 0";

    private final Path root;
    private int landlock = 4;

    HostTree(Path root) {
        this.root = root;
        for (String name : new String[] {"1", "70", "71", "72", "73"}) {
            write("proc/" + name + "/status", status(name.equals("1") ? "0" : "10" + name));
        }
        write("proc/sys/kernel/randomize_va_space", "2");
        write("proc/cpuinfo", "processor : 0\nflags\t\t: fpu nx smep smap\n");
        write("sys/kernel/security/lockdown", "none [integrity] confidentiality");
        write("proc/sys/kernel/yama/ptrace_scope", "1");
        write("proc/sys/kernel/seccomp/actions_avail", "kill_process allow");
        write("proc/sys/kernel/core_pattern", "|/usr/lib/crash-reporter");
        write("proc/cmdline", "root=/dev/dm-0 ro");
        write("proc/meminfo", "MemTotal: 1024000 kB\nMemAvailable: 512000 kB");
        write("proc/mounts", "rootfs / rootfs rw 0 0\n/dev/dm-0 / erofs ro,relatime 0 0\n" + DATA);
        write("proc/vmstat", "pgfault 900\noom_kill 0");
        write("proc/net/netstat", "TcpExt: SyncookiesSent TW\nTcpExt: 0 31");
        write("proc/sys/net/ipv4/icmp_ratelimit", "1000");
        write("proc/sys/net/ipv4/tcp_syncookies", "1");
        write("usr/lib/systemd/system/multi-user.target", "");
        write("usr/lib/systemd/system/rescue.target", "");
        write("sys/class/hwmon/hwmon0/temp1_input", "41000");
        write("sys/fs/cgroup/cgroup.controllers", "cpu memory pids");
        write("sys/fs/cgroup/system.slice/muster.service/x", "");
        write("sys/block/dm-0/dm/uuid", "CRYPT-VERITY-aa-root");
        write("sys/block/dm-1/dm/uuid", "CRYPT-LUKS2-bb-data");
        write("sys/kernel/security/ima/runtime_measurements_count", "412");
        write("sys/firmware/efi/efivars/SecureBoot-8be4df61", "\u0006\u0000\u0000\u0000\u0001");
        write("etc/passwd", "root:x:0:0::/root:/bin/sh\nop:x:1000:1000::/home/op:/bin/sh");
        write("etc/group", "sudo:x:27:op");
        write("etc/shadow", "root:*:1::\nop:$y$j9T$x$y:1::");
        write("etc/pam.d/common-auth", "auth required pam_faillock.so preauth");
        write("etc/ssh/sshd_config", "PasswordAuthentication no\nMaxAuthTries 3");
        write("etc/resolv.conf", "nameserver 127.0.0.1\noptions edns0 trust-ad");
        write("run/chrony/chronyd.pid", "7");
        write("etc/chrony/chrony.conf", "server time.example iburst nts");
        write("proc/net/tcp", "sl local rem st\n 0: 00000000:01BB 00000000:0000 0A 0");
        write("proc/net/udp", "sl local rem st\n 0: 00000000:1633 00000000:0000 07 0");
        write("sys/class/net/lo/flags", "0x9");
        write("sys/class/net/eth0/flags", "0x1003");
        write("sys/class/net/wlan0/flags", "0x1002");
        write("sys/bus/usb/devices/usb1/authorized_default", "0");
        write("sys/bus/pci/devices/0000:00:02.0/vendor", "0x8086");
        write("sys/bus/pci/devices/0000:00:02.0/device", "0x1234");
        write("dev/tpmrm0", "");
        write("dev/watchdog", "");
    }

    static String status(String user) {
        return "Name:\tx\nUid:\t" + user + "\t" + user + "\nVmRSS:\t100 kB\nCapEff:\t0000000000000000\nSeccomp:\t2\n";
    }

    void landlock(int version) {
        landlock = version;
    }

    void write(String path, String text) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a file, or a folder with everything in it. */
    void remove(String path) {
        try (Stream<Path> below = Files.walk(root.resolve(path))) {
            for (Path file : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HostReport look(Instant at) {
        return new HostReport(at, new Host(root, OptionalInt.of(landlock), false).look());
    }
}
