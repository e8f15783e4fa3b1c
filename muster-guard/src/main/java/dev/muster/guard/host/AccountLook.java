package dev.muster.guard.host;

import dev.muster.format.devices.host.HostFact;
import dev.muster.format.devices.host.Standing;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Who can log in, and how well that is kept. Prefixes of password entries are read, never values. */
record AccountLook(Host host) {
    /** The first letters after the dollar sign say the scheme (crypt(5)). */
    private static final List<String> STRONG = List.of("y", "gy", "7", "6", "2b", "2y");

    List<HostFact> facts() {
        return List.of(schemes(), throttle(), remote(), administrators());
    }

    private HostFact schemes() {
        Optional<String> shadow = host.read("etc/shadow");
        TreeSet<String> found = new TreeSet<>();
        boolean weak = false;
        for (String line : shadow.orElse("").lines().toList()) {
            String[] parts = line.split(":", 3);
            if (parts.length < 2 || parts[1].startsWith("!") || parts[1].startsWith("*")) {
                continue;
            }
            String scheme =
                    parts[1].isEmpty() ? "empty" : parts[1].startsWith("$") ? parts[1].split("\\$", 3)[1] : "des";
            found.add(scheme);
            weak |= !STRONG.contains(scheme);
        }
        return host.fact(
                "host.passwords",
                shadow.isEmpty() ? "unknown" : found.isEmpty() ? "none" : weak ? "weak" : "strong",
                shadow.isEmpty() ? Standing.MISSING : Standing.CHECKED,
                found.isEmpty() ? "no account has a password that opens it" : "schemes: " + String.join(" ", found));
    }

    private HostFact throttle() {
        String login = host.read("etc/pam.d/common-auth")
                .or(() -> host.read("etc/pam.d/system-auth"))
                .orElse("");
        boolean locks = login.contains("pam_faillock");
        String tries = Host.line(host.read("etc/ssh/sshd_config").orElse(""), "MaxAuthTries")
                .orElse("6 (default)");
        return host.fact(
                "host.login-throttle",
                locks ? "faillock" : "none",
                locks ? Standing.ENFORCED : Standing.MISSING,
                (locks ? "accounts are locked after failures" : "nothing locks an account after failures")
                        + "; ssh tries: " + tries);
    }

    private HostFact remote() {
        Optional<String> config = host.read("etc/ssh/sshd_config");
        if (config.isEmpty()) {
            return host.fact("host.remote-login", "none", Standing.CHECKED, "no ssh server is configured");
        }
        boolean keys = Host.line(config.get(), "PasswordAuthentication")
                .map(v -> v.equalsIgnoreCase("no"))
                .orElse(false);
        return host.fact(
                "host.remote-login",
                keys ? "keys" : "passwords",
                Standing.CHECKED,
                keys ? "ssh takes keys only" : "ssh takes passwords: that is its default");
    }

    private HostFact administrators() {
        Optional<String> accounts = host.read("etc/passwd");
        long roots = accounts.orElse("")
                .lines()
                .filter(l -> l.matches("[^:]*:[^:]*:0:.*"))
                .count();
        String members = host.read("etc/group")
                .orElse("")
                .lines()
                .filter(l -> l.startsWith("sudo:") || l.startsWith("wheel:"))
                .map(l -> l.substring(l.lastIndexOf(':') + 1))
                .filter(m -> !m.isEmpty())
                .findFirst()
                .orElse("");
        long may = members.isEmpty() ? 0 : members.split(",", -1).length;
        return host.fact(
                "host.accounts",
                accounts.isEmpty() ? "unknown" : roots + " root, " + may + " administrators",
                accounts.isEmpty() ? Standing.MISSING : Standing.CHECKED,
                "accounts with the rights of root, and those who may take them");
    }
}
