package dev.muster.core.attestation.schemes;

import dev.muster.format.attest.tpm.BootStory;
import dev.muster.format.attest.tpm.EventLog;
import dev.muster.format.attest.tpm.ImaLog;
import dev.muster.format.attest.tpm.PcrSelection;
import dev.muster.format.attest.tpm.TpmEvidence;
import dev.muster.format.attest.tpm.TpmHash;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Whether the logs that come along with a quote lead to the registers that were quoted. */
final class TpmLogs {
    /** Registers that firmware extends; what lies above belongs to the system and to debugging. */
    private static final int FIRMWARE_PCRS = 8;

    /** The register that Linux IMA extends by default. */
    private static final int IMA_PCR = 10;

    private final TpmEvidence shown;
    private final List<PcrSelection> selection;

    TpmLogs(TpmEvidence shown, List<PcrSelection> selection) {
        this.shown = shown;
        this.selection = selection;
    }

    /** What does not agree, in one sentence; empty when every log agrees or none came along. */
    Optional<String> fault() {
        return shown.eventLog()
                .flatMap(log -> firmware(EventLog.parse(log)))
                .or(() -> shown.imaLog().flatMap(log -> ima(ImaLog.parse(log))));
    }

    private Optional<String> firmware(EventLog log) {
        for (PcrSelection bank : selection) {
            if (!log.banks().contains(bank.hash())) {
                continue;
            }
            SortedMap<Integer, byte[]> replayed = log.replay(bank.hash());
            for (int pcr : bank.pcrs()) {
                byte[] quoted = shown.values().value(bank.hash(), pcr).orElseThrow();
                byte[] expected =
                        replayed.getOrDefault(pcr, new byte[bank.hash().length()]);
                if (pcr < FIRMWARE_PCRS && !Arrays.equals(quoted, expected)) {
                    return Optional.of(diverging(log, bank.hash(), pcr, quoted));
                }
            }
        }
        return Optional.empty();
    }

    /** What the log proves of how the machine boots, one sentence each; asked only of logs without a fault. */
    List<String> story() {
        return shown.eventLog().stream()
                .map(EventLog::parse)
                .flatMap(log -> selection.stream()
                        .filter(bank -> bank.pcrs().contains(BootStory.SECURE_BOOT_PCR)
                                && log.banks().contains(bank.hash()))
                        .limit(1)
                        .flatMap(bank -> BootStory.secureBoot(log, bank.hash()).stream()))
                .map(on -> on
                        ? "The log proves that Secure Boot was on."
                        : "The log proves that Secure Boot was off: whatever was there could boot.")
                .toList();
    }

    /** Where the log leaves the boot: at the event that the register had not seen when it was quoted. */
    private static String diverging(EventLog log, TpmHash bank, int pcr, byte[] quoted) {
        return log.firstAfter(bank, pcr, quoted)
                .map(next -> "register " + pcr + " was quoted before event " + next.number() + " (" + BootStory.of(next)
                        + "), which the log has besides")
                .orElse("the log's events do not lead to register " + pcr
                        + ": an event is missing or changed, or the log ends too early");
    }

    private Optional<String> ima(ImaLog log) {
        for (PcrSelection bank : selection) {
            if (!bank.pcrs().contains(IMA_PCR)) {
                continue;
            }
            byte[] quoted = shown.values().value(bank.hash(), IMA_PCR).orElseThrow();
            ImaLog.Progress start = ImaLog.Progress.start(bank.hash());
            boolean reached = log.replay(bank.hash(), quoted, start, false)
                    .or(() -> log.replay(bank.hash(), quoted, start, true))
                    .isPresent();
            if (!reached) {
                return Optional.of("the lines of the IMA log do not lead to register " + IMA_PCR);
            }
        }
        return Optional.empty();
    }
}
