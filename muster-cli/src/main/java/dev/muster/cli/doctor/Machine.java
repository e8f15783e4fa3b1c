package dev.muster.cli.doctor;

import dev.muster.cli.doctor.Finding.State;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.SignatureScheme;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The machine as seen through a root folder and a search path.
 *
 * @param root normally {@code /}; another tree in tests
 * @param environment for {@code PATH}
 */
record Machine(Path root, Map<String, String> environment) {

    private static final long GIB = 1024L * 1024 * 1024;

    /** A demo writes about 100 MiB; a site's ledger grows by some GiB a year. */
    private static final long DISK_GIB_MIN = 2;

    List<Finding> examine(Path data) {
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.add(signatures());
        findings.add(disk(data));
        findings.add(
                file("TPM 2.0", "dev/tpmrm0", "device keys can live in it", "device keys are files; reports say so"));
        findings.add(lsm());
        findings.add(file(
                "cgroup v2",
                "sys/fs/cgroup/cgroup.controllers",
                "workloads can be limited and frozen",
                "not a pure v2 tree; controllers are found one by one"));
        findings.add(
                program("nft", "network policies can be enforced by the kernel", "network policies are only kept"));
        findings.add(program("runc", "workloads can be confined", "workloads cannot be confined"));
        return findings;
    }

    private static Finding java() {
        int feature = Runtime.version().feature();
        return new Finding(
                "Java",
                feature >= 25 ? State.GOOD : State.BROKEN,
                Runtime.version() + ", " + System.getProperty("java.vm.name", "unknown machine"));
    }

    /** The provider decides whether a server verifies thousands or tens of thousands of signatures a second. */
    private static Finding signatures() {
        Provider provider = Crypto.standard().provider(SignatureScheme.ECDSA_P256_SHA256);
        if (provider == null) {
            return new Finding("signatures", State.BROKEN, "no provider for ECDSA P-256");
        }
        boolean plain = provider.getName().startsWith("Sun");
        return new Finding(
                "signatures",
                plain ? State.WEAKER : State.GOOD,
                "ECDSA P-256 by " + provider.getName() + " " + provider.getVersionStr()
                        + (plain ? "; about eight times slower than Corretto's provider" : ""));
    }

    private static Finding disk(Path data) {
        try {
            Path there = data.toAbsolutePath();
            while (there.getParent() != null && !Files.exists(there)) {
                there = there.getParent();
            }
            FileStore store = Files.getFileStore(there);
            long free = store.getUsableSpace() / GIB;
            boolean writable = Files.isWritable(there);
            State state = !writable ? State.BROKEN : free < DISK_GIB_MIN ? State.WEAKER : State.GOOD;
            return new Finding(
                    "data directory",
                    state,
                    data + ": " + free + " GiB free on " + store.type() + (writable ? "" : ", not writable"));
        } catch (IOException e) {
            return new Finding("data directory", State.BROKEN, data + ": " + e.getMessage());
        }
    }

    private Finding file(String subject, String path, String present, String absent) {
        boolean here = Files.exists(root.resolve(path));
        return new Finding(subject, here ? State.GOOD : State.ABSENT, here ? present : absent);
    }

    private Finding lsm() {
        try {
            String modules = Files.readString(root.resolve("sys/kernel/security/lsm"));
            boolean landlock = List.of(modules.strip().split(",", -1)).contains("landlock");
            return new Finding(
                    "Landlock",
                    landlock ? State.GOOD : State.ABSENT,
                    landlock ? "the agent can confine itself" : "not among " + modules.strip());
        } catch (IOException e) {
            return new Finding("Landlock", State.ABSENT, "securityfs cannot be read; it may be there all the same");
        }
    }

    private Finding program(String name, String present, String absent) {
        for (String folder : environment.getOrDefault("PATH", "/usr/bin").split(":", -1)) {
            String below = folder.startsWith("/") ? folder.substring(1) : folder;
            if (Files.isExecutable(root.resolve(below).resolve(name))) {
                return new Finding(name, State.GOOD, present);
            }
        }
        return new Finding(name, State.ABSENT, String.format(Locale.ROOT, "not installed; %s", absent));
    }
}
