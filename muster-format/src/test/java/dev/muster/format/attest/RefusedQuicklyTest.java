package dev.muster.format.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.MalformedException;
import dev.muster.format.attest.cca.CcaToken;
import dev.muster.format.attest.cmw.CmwReader;
import dev.muster.format.attest.corim.CorimReader;
import dev.muster.format.attest.corim.SignedCorim;
import dev.muster.format.attest.coswid.CoswidReader;
import dev.muster.format.attest.dice.DiceEvidence;
import dev.muster.format.attest.ear.EarReader;
import dev.muster.format.attest.eat.EatReader;
import dev.muster.format.attest.eat.EatToken;
import dev.muster.format.attest.psa.PsaMessage;
import dev.muster.format.attest.psa.PsaReader;
import dev.muster.format.attest.tpm.EventLog;
import dev.muster.format.attest.tpm.ImaLog;
import dev.muster.format.attest.tpm.TpmAttest;
import dev.muster.format.attest.tpm.TpmPublic;
import dev.muster.format.attest.tpm.TpmSignature;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is broken is refused with its place, in less than a millisecond of processor: the inputs that the fuzzers begin with, cut
 * everywhere and bent everywhere.
 */
class RefusedQuicklyTest {
    private static final long LIMIT_NANOS = 1_000_000;
    private static final int FORMS = 48;

    /** Other work on the machine only makes a turn longer. */
    private static final int TURNS = 5;

    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

    private static final Map<String, Consumer<byte[]>> READERS = Map.ofEntries(
            Map.entry("corim/CorimFuzzTestInputs/manifestsReadOrRefuse", CorimReader::parse),
            Map.entry("corim/CorimFuzzTestInputs/signedManifestsReadOrRefuse", SignedCorim::parse),
            Map.entry("coswid/CoswidFuzzTestInputs/tagsReadOrRefuse", CoswidReader::parse),
            Map.entry("cmw/CmwFuzzTestInputs/wrappersReadOrRefuse", CmwReader::parse),
            Map.entry("eat/EatFuzzTestInputs/claimsReadOrRefuse", EatReader::parse),
            Map.entry("eat/EatFuzzTestInputs/tokensReadOrRefuse", EatToken::parse),
            Map.entry("psa/PsaFuzzTestInputs/claimsReadOrRefuse", PsaReader::parse),
            Map.entry("psa/PsaFuzzTestInputs/tokensReadOrRefuse", PsaMessage::parse),
            Map.entry("cca/CcaFuzzTestInputs/tokensReadOrRefuse", CcaToken::parse),
            Map.entry("ear/EarFuzzTestInputs/resultsReadOrRefuse", EarReader::parse),
            Map.entry("tpm/TpmFuzzTestInputs/attestationsReadOrRefuse", TpmAttest::parse),
            Map.entry("tpm/TpmFuzzTestInputs/publicAreasReadOrRefuse", TpmPublic::parse),
            Map.entry("tpm/TpmFuzzTestInputs/signaturesReadOrRefuse", TpmSignature::parse),
            Map.entry("tpm/TpmFuzzTestInputs/eventLogsReplayOrRefuse", EventLog::parse),
            Map.entry("tpm/TpmFuzzTestInputs/imaLogsReplayOrRefuse", ImaLog::parse),
            Map.entry("dice/DiceFuzzTestInputs/evidenceReadsOrRefuses", DiceEvidence::parse));

    private static List<byte[]> inputs(String folder) throws IOException, URISyntaxException {
        Path found = Path.of(Objects.requireNonNull(RefusedQuicklyTest.class.getResource(folder), folder)
                .toURI());
        List<byte[]> inputs = new ArrayList<>();
        try (Stream<Path> files = Files.list(found)) {
            for (Path file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
        }
        return inputs;
    }

    private static List<byte[]> broken(byte[] input) {
        List<byte[]> forms = new ArrayList<>();
        for (int i = 0; i < FORMS && input.length > 0; i++) {
            int at = (int) ((long) i * input.length / FORMS);
            forms.add(Arrays.copyOf(input, at));
            byte[] bent = input.clone();
            bent[at] = (byte) ~bent[at];
            forms.add(bent);
        }
        return forms;
    }

    private static Optional<MalformedException> refusal(Consumer<byte[]> reader, byte[] bytes) {
        try {
            reader.accept(bytes);
            return Optional.empty();
        } catch (MalformedException refused) {
            return Optional.of(refused);
        }
    }

    private static long nanos(Consumer<byte[]> reader, byte[] bytes) {
        long least = Long.MAX_VALUE;
        for (int turn = 0; turn < TURNS; turn++) {
            long from = THREAD.getCurrentThreadCpuTime();
            refusal(reader, bytes);
            least = Math.min(least, THREAD.getCurrentThreadCpuTime() - from);
        }
        return least;
    }

    @Test
    void whatIsBrokenIsRefusedWithItsPlaceBeforeItCostsAnything() throws Exception {
        for (Map.Entry<String, Consumer<byte[]>> reader : READERS.entrySet()) {
            int refused = 0;
            for (byte[] input : inputs(reader.getKey())) {
                for (byte[] form : broken(input)) {
                    Optional<MalformedException> why = refusal(reader.getValue(), form);
                    if (why.isPresent()) {
                        refused++;
                        assertThat(why.get().reason()).isNotEmpty();
                        assertThat(!why.get().path().isEmpty() || why.get().offset() >= 0)
                                .as("%s: %s", reader.getKey(), why.get())
                                .isTrue();
                        assertThat(nanos(reader.getValue(), form))
                                .as("%s: %s", reader.getKey(), why.get())
                                .isLessThan(LIMIT_NANOS);
                    }
                }
            }
            assertThat(refused).as(reader.getKey()).isPositive();
        }
    }
}
