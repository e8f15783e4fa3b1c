package dev.muster.guard.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.devices.host.HostFact;
import dev.muster.format.devices.host.HostReport;
import dev.muster.format.devices.host.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every property, good, breached and absent, over trees of files; and this machine, whatever it is. */
class HostTest {
    @TempDir
    Path root;

    @Test
    void ofAnEmptyTreeNothingIsEnforced() {
        List<HostFact> facts = look(false);
        assertThat(facts).hasSizeGreaterThan(25).noneMatch(f -> f.standing() == Standing.ENFORCED);
        assertThat(new HostReport(Instant.EPOCH, facts).encode()).isNotEmpty();
    }

    @Test
    void aHardenedHostIsSeenAsOne() throws IOException {
        harden();
        assertValue("host.aslr", "full", Standing.ENFORCED);
        assertValue("host.kernel-memory", "kept", Standing.ENFORCED);
        assertValue("host.ptrace-scope", "1", Standing.ENFORCED);
        assertValue("host.limits", "memory v2, cpu v2, pids v1", Standing.ENFORCED);
        assertValue("host.root", "verity", Standing.ENFORCED);
        assertValue("host.passwords", "strong", Standing.CHECKED);
        assertValue("host.login-throttle", "faillock", Standing.ENFORCED);
        assertValue("host.remote-login", "keys", Standing.CHECKED);
        assertValue("host.listening", "tcp/22 udp/5683", Standing.CHECKED);
        assertValue("host.usb", "unauthorised by default", Standing.ENFORCED);
        assertValue("host.resolver", "validating", Standing.CHECKED);
        assertValue("host.clock-source", "chrony-nts", Standing.CHECKED);
        assertValue("host.debug", "closed", Standing.CHECKED);
    }

    /** One source without authentication is enough to lead the clock, wherever it is named. */
    @Test
    void timeIsAuthenticatedWhenEachSourceIs() throws IOException {
        harden();
        write("etc/chrony/sources.d/site.sources", "# server old.example\nserver other.example nts iburst\n");
        assertValue("host.clock-source", "chrony-nts", Standing.CHECKED);
        write("etc/chrony/sources.d/dhcp.sources", "server 192.0.2.7 iburst\n");
        assertValue("host.clock-source", "chrony", Standing.CHECKED);
        Files.delete(root.resolve("etc/chrony/sources.d/dhcp.sources"));
        write("etc/chrony/chrony.conf", "pool nts.example iburst maxsources 4\n");
        assertValue("host.clock-source", "chrony", Standing.CHECKED);
    }

    @Test
    void everyBreachIsSeen() throws IOException {
        harden();
        write("proc/sys/kernel/randomize_va_space", "0");
        write("dev/mem", "");
        write("sys/kernel/security/lockdown", "[none] integrity confidentiality");
        write("proc/sys/kernel/yama/ptrace_scope", "0");
        write("proc/mounts", "/dev/sda1 / ext4 rw,relatime 0 0");
        write("etc/shadow", "root:$1$salt$abc:1::\nsync::1::");
        write("etc/ssh/sshd_config", "#PasswordAuthentication no");
        write("etc/pam.d/common-auth", "auth required pam_unix.so");
        write("sys/bus/usb/devices/usb1/authorized_default", "1");
        write("proc/cmdline", "root=/dev/sda1 kgdboc=ttyS0");
        write("etc/resolv.conf", "nameserver 192.0.2.1");
        assertValue("host.aslr", "off", Standing.MISSING);
        assertValue("host.kernel-memory", "open", Standing.CHECKED);
        assertValue("host.ptrace-scope", "0", Standing.MISSING);
        assertValue("host.root", "writable", Standing.CHECKED);
        assertValue("host.passwords", "weak", Standing.CHECKED);
        assertValue("host.remote-login", "passwords", Standing.CHECKED);
        assertValue("host.login-throttle", "none", Standing.MISSING);
        assertValue("host.usb", "open", Standing.MISSING);
        assertValue("host.debug", "open", Standing.CHECKED);
        assertValue("host.resolver", "remote", Standing.CHECKED);
    }

    @Test
    void aSimulatedTreeIsNeverMoreThanSimulated() throws IOException {
        harden();
        assertThat(look(true)).noneMatch(f -> f.standing() == Standing.ENFORCED || f.standing() == Standing.CHECKED);
    }

    @Test
    void noPasswordEverLeaves() throws IOException {
        write("etc/shadow", "root:$6$saltsalt$secretsecret:1::");
        assertThat(look(false).toString()).doesNotContain("saltsalt").doesNotContain("secretsecret");
    }

    @Test
    void thisMachineCanBeLookedAt() {
        List<HostFact> facts = Host.here().look();
        assertThat(new HostReport(Instant.EPOCH, facts).encode().length).isLessThan(HostReport.MAX_BYTES);
        assertThat(facts).extracting(HostFact::key).contains("host.aslr", "host.listening", "host.headroom");
    }

    private void harden() throws IOException {
        write("proc/sys/kernel/randomize_va_space", "2");
        write("proc/cpuinfo", "processor : 0\nflags\t\t: fpu nx smep smap\n");
        write("sys/kernel/security/lockdown", "none [integrity] confidentiality");
        write("proc/sys/kernel/yama/ptrace_scope", "1");
        write("sys/fs/cgroup/cgroup.controllers", "cpu memory");
        write("sys/fs/cgroup/pids/tasks", "");
        write("proc/mounts", "rootfs / rootfs rw 0 0\n/dev/dm-0 / erofs ro,relatime 0 0");
        write("sys/block/dm-0/dm/uuid", "CRYPT-VERITY-aa-root");
        write("etc/shadow", "root:*:1::\nop:$y$j9T$x$y:1::");
        write("etc/pam.d/common-auth", "auth required pam_faillock.so preauth");
        write("etc/ssh/sshd_config", "PasswordAuthentication no\nMaxAuthTries 3");
        write("sys/bus/usb/devices/usb1/authorized_default", "0");
        write("proc/cmdline", "root=/dev/dm-0 ro");
        write("etc/resolv.conf", "nameserver 127.0.0.1\noptions edns0 trust-ad");
        write("run/chrony/chronyd.pid", "7");
        write("etc/chrony/chrony.conf", "server time.example iburst nts");
        write(
                "proc/net/tcp",
                "sl local rem st\n 0: 00000000:0016 00000000:0000 0A 0\n 1: 0100007F:1F90 00000000:0000 0A 0\n"
                        + " 2: 0A000001:9999 0A000002:01BB 01 0");
        write("proc/net/udp", "sl local rem st\n 0: 00000000:1633 00000000:0000 07 0");
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private List<HostFact> look(boolean simulated) {
        return new Host(root, OptionalInt.empty(), simulated).look();
    }

    private void assertValue(String key, String value, Standing standing) {
        HostFact fact = look(false).stream()
                .filter(f -> f.key().equals(key))
                .findFirst()
                .orElseThrow();
        assertThat(fact.value() + " " + fact.standing()).as(key).isEqualTo(value + " " + standing);
    }
}
