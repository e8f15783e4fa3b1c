package dev.muster.guard.host;

import dev.muster.format.devices.host.HostFact;
import dev.muster.format.devices.host.Standing;
import java.util.List;
import java.util.Optional;

/** What holds files as they are. */
record StorageLook(Host host) {
    List<HostFact> facts() {
        return List.of(readOnlyRoot(), encryption(), measuring(), secureBoot());
    }

    private HostFact readOnlyRoot() {
        Optional<String[]> root =
                host.mounts().stream().filter(words -> words[1].equals("/")).reduce((first, last) -> last);
        boolean readOnly =
                root.isPresent() && List.of(root.get()[3].split(",", -1)).contains("ro");
        boolean verity = mapped("CRYPT-VERITY");
        String value = root.isEmpty() ? "unknown" : readOnly ? verity ? "verity" : "read-only" : "writable";
        return host.fact(
                "host.root",
                value,
                verity && readOnly ? Standing.ENFORCED : root.isEmpty() ? Standing.MISSING : Standing.CHECKED,
                "the root is " + root.map(w -> w[2] + " on " + w[0]).orElse("not to be found")
                        + (verity ? ", a device is checked block by block" : "; dm-verity is not in use"));
    }

    private HostFact encryption() {
        boolean there = mapped("CRYPT-LUKS") || mapped("CRYPT-PLAIN");
        return host.fact(
                "host.encryption",
                there ? "dm-crypt" : "none",
                there ? Standing.ENFORCED : Standing.MISSING,
                there ? "a block device is encrypted" : "no block device is encrypted by the kernel");
    }

    private HostFact measuring() {
        Optional<String> count = host.read("sys/kernel/security/ima/runtime_measurements_count");
        return host.fact(
                "host.ima",
                count.isPresent() ? "measuring" : "none",
                count.isPresent() ? Standing.ENFORCED : Standing.MISSING,
                count.map(n -> n + " programs and files measured by the kernel")
                        .orElse("the kernel measures nothing that runs; the agent does, by hashing"));
    }

    /** The firmware's variable: four bytes of attributes, then 1 for on. Only a verified quote proves it. */
    private HostFact secureBoot() {
        Optional<String> variable = host.names("sys/firmware/efi/efivars").stream()
                .filter(n -> n.startsWith("SecureBoot-"))
                .findFirst()
                .flatMap(n -> host.read("sys/firmware/efi/efivars/" + n));
        boolean on = variable.isPresent() && variable.get().endsWith("\u0001");
        return host.fact(
                "host.secure-boot",
                variable.isEmpty() ? "none" : on ? "on" : "off",
                variable.isEmpty() ? Standing.MISSING : Standing.CHECKED,
                variable.isEmpty() ? "no firmware says so" : "the firmware says so; only a quote proves it");
    }

    private boolean mapped(String kind) {
        return host.names("sys/block").stream()
                .filter(n -> n.startsWith("dm-"))
                .flatMap(n -> host.read("sys/block/" + n + "/dm/uuid").stream())
                .anyMatch(uuid -> uuid.startsWith(kind));
    }
}
