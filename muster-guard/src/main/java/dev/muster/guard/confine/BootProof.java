package dev.muster.guard.confine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the kernel keeps for root and the agent needs to prove how this machine booted: the TPM, and the logs of firmware and IMA
 * that its registers stand for. Lent to the agent's group: the TPM to use, the logs to read.
 *
 * @param root normally {@code /}
 */
record BootProof(Path root) {
    private static final Logger LOG = LoggerFactory.getLogger(BootProof.class);
    private static final String TPM = "dev/tpmrm0";
    private static final List<String> LOGS = List.of(
            "sys/kernel/security/tpm0/binary_bios_measurements", "sys/kernel/security/ima/ascii_runtime_measurements");

    /** Lends what is there. */
    void lend(int group) {
        lend(TPM, group, PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE);
        for (String log : LOGS) {
            lend(log, group, PosixFilePermission.GROUP_READ);
        }
    }

    private void lend(String path, int group, PosixFilePermission... more) {
        Path file = root.resolve(path);
        if (!Files.exists(file)) {
            return;
        }
        try {
            Set<PosixFilePermission> rights = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            Files.setAttribute(file, "unix:gid", group);
            if (rights.addAll(List.of(more))) {
                Files.setPosixFilePermissions(file, rights);
            }
        } catch (IOException e) {
            LOG.warn("the agent cannot have {}: {}", file, e.getMessage());
        }
    }
}
