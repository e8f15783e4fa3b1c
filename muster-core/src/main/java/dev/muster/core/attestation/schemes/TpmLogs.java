package dev.muster.core.attestation.schemes;

import dev.muster.core.attestation.BootEvents;
import dev.muster.core.attestation.RanFiles;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.tpm.BootComponents;
import dev.muster.format.attest.tpm.BootStory;
import dev.muster.format.attest.tpm.CommandLine;
import dev.muster.format.attest.tpm.EventLog;
import dev.muster.format.attest.tpm.ImaLog;
import dev.muster.format.attest.tpm.PcrSelection;
import dev.muster.format.attest.tpm.TpmEvidence;
import dev.muster.format.attest.tpm.TpmHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Whether the logs that come along with a quote lead to the registers that were quoted. */
final class TpmLogs {
    /** Registers that firmware extends; what lies above belongs to the system and to debugging. */
    private static final int FIRMWARE_PCRS = 8;

    /** The register that Linux IMA extends by default. */
    private static final int IMA_PCR = 10;

    private static final String BOOT_AGGREGATE = "boot_aggregate";

    private final TpmEvidence shown;
    private final List<PcrSelection> selection;
    private final Optional<ImaLog> list;

    /** Lines of the list that the quote proves; known when {@link #fault} was asked. */
    private int proved;

    TpmLogs(TpmEvidence shown, List<PcrSelection> selection) {
        this.shown = shown;
        this.selection = selection;
        this.list = shown.imaLog().map(ImaLog::parse);
        this.proved = list.map(log -> log.lines().size()).orElse(0);
    }

    /** What does not agree, in one sentence; empty when every log agrees or none came along. */
    Optional<String> fault() {
        return shown.eventLog().flatMap(log -> firmware(EventLog.parse(log))).or(() -> list.flatMap(this::ima));
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

    /** What was loaded at boot, of each register to which the log leads in every bank that was quoted. */
    BootEvents booted() {
        Map<Integer, Map<MeasuredElement, MeasurementValues>> registers = new LinkedHashMap<>();
        shown.eventLog()
                .map(EventLog::parse)
                .ifPresent(log -> BootComponents.PCRS.forEach(pcr -> {
                    List<TpmHash> banks = selection.stream()
                            .filter(bank -> bank.pcrs().contains(pcr))
                            .map(PcrSelection::hash)
                            .toList();
                    if (!banks.isEmpty() && banks.stream().allMatch(bank -> leadsTo(log, bank, pcr))) {
                        BootComponents.of(log, pcr, banks).ifPresent(some -> {
                            Map<MeasuredElement, MeasurementValues> components = new LinkedHashMap<>();
                            some.forEach(one -> components.put(MeasuredElement.of(one.name()), values(one)));
                            registers.put(pcr, components);
                        });
                    }
                }));
        return new BootEvents(registers);
    }

    private boolean leadsTo(EventLog log, TpmHash bank, int pcr) {
        return BootComponents.leadTo(
                log, bank, pcr, shown.values().value(bank, pcr).orElseThrow());
    }

    private static MeasurementValues values(BootComponents.Component component) {
        List<Digest> digests = new ArrayList<>();
        component.digests().forEach((bank, digest) -> digests.add(new Digest(bank.named(), digest)));
        return MeasurementValues.ofDigest(digests.getFirst()).withDigests(digests);
    }

    /** What was used since boot, where the list of it leads to a register that was quoted; asked only of logs without a fault. */
    Optional<RanFiles> ran() {
        boolean quoted = selection.stream().anyMatch(bank -> bank.pcrs().contains(IMA_PCR));
        return list.filter(log -> quoted).map(log -> {
            List<RanFiles.Line> lines = new ArrayList<>();
            // What the kernel measured after the quote nobody has proved.
            for (ImaLog.Line line : log.lines().subList(0, proved)) {
                // The kernel's own first line is about registers that are quoted beside, and no file.
                if (line.number() != 1 || !line.path().equals(BOOT_AGGREGATE)) {
                    lines.add(new RanFiles.Line(line.number(), line.path(), digest(line), line.isViolation()));
                }
            }
            return new RanFiles(new MeasuredElement.Numbered(IMA_PCR), lines, rules());
        });
    }

    /** Registers whose log has a command line that asks for the rules that leave nothing out, in each bank that was quoted. */
    private List<MeasuredElement> rules() {
        return shown.eventLog().map(EventLog::parse).map(this::rules).orElse(List.of());
    }

    private List<MeasuredElement> rules(EventLog log) {
        List<MeasuredElement> rules = new ArrayList<>();
        for (int pcr : CommandLine.PCRS) {
            List<PcrSelection> banks =
                    selection.stream().filter(bank -> bank.pcrs().contains(pcr)).toList();
            if (!banks.isEmpty() && banks.stream().allMatch(bank -> measuresEverything(log, bank.hash(), pcr))) {
                rules.add(new MeasuredElement.Numbered(pcr));
            }
        }
        return rules;
    }

    private boolean measuresEverything(EventLog log, TpmHash bank, int pcr) {
        // Above the firmware's registers a system extends more later; then the log alone leads to none of its events.
        return log.banks().contains(bank)
                && Arrays.equals(
                        shown.values().value(bank, pcr).orElseThrow(),
                        log.replay(bank).getOrDefault(pcr, new byte[0]))
                && CommandLine.measuresEverything(log, bank, pcr);
    }

    private static Optional<Digest> digest(ImaLog.Line line) {
        return line.hash()
                .filter(hash -> hash.length() == line.digest().length)
                .map(hash -> new Digest(hash.named(), line.digest()));
    }

    /** How many lines a replay went through; numbers of lines may leave empty ones out. */
    private static int position(ImaLog log, ImaLog.Progress reached) {
        int at = 0;
        while (at < log.lines().size() && log.lines().get(at).number() <= reached.lines()) {
            at++;
        }
        return at;
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
            Optional<ImaLog.Progress> reached = log.replay(bank.hash(), quoted, start, false)
                    .or(() -> log.replay(bank.hash(), quoted, start, true));
            if (reached.isEmpty()) {
                return Optional.of("the lines of the IMA log do not lead to register " + IMA_PCR);
            }
            proved = Math.min(proved, position(log, reached.get()));
        }
        return Optional.empty();
    }
}
