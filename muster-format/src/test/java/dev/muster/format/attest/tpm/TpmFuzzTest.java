package dev.muster.format.attest.tpm;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Bytes are what a TPM makes, or {@link TpmException}, nothing else. */
class TpmFuzzTest {
    @FuzzTest
    void attestationsReadOrRefuse(byte[] data) {
        try {
            TpmAttest.parse(data);
        } catch (TpmException refused) {
            return;
        }
    }

    @FuzzTest
    void publicAreasReadOrRefuse(byte[] data) {
        try {
            TpmPublic.parse(data).name();
        } catch (TpmException refused) {
            return;
        }
    }

    @FuzzTest
    void signaturesReadOrRefuse(byte[] data) {
        try {
            TpmSignature.parse(data);
        } catch (TpmException refused) {
            return;
        }
    }

    @FuzzTest
    void eventLogsReplayOrRefuse(byte[] data) {
        try {
            EventLog log = EventLog.parse(data);
            log.replay(TpmHash.SHA256);
            BootComponents.PCRS.forEach(pcr -> BootComponents.of(log, pcr, log.banks())
                    .ifPresent(some -> assertThat(some).hasSizeLessThanOrEqualTo(BootComponents.MAX_COMPONENTS)));
        } catch (TpmException refused) {
            return;
        }
    }

    /** Descriptions of events come from whoever wrote the log: whatever they are, there is a line for people, and no fault. */
    @FuzzTest
    void descriptionsOfEventsAreTold(byte[] data) {
        for (int type : new int[] {0x80000001, 0x80000002, 0x800000E0, 0x04, 0x0D}) {
            EventLog.Event event =
                    new EventLog.Event(0, 7, type, Map.of(TpmHash.SHA256, TpmHash.SHA256.digest(data)), data);
            BootStory.of(event);
            BootStory.secureBoot(new EventLog(List.of(TpmHash.SHA256), 0, List.of(event)), TpmHash.SHA256);
        }
        UefiVariable.read(data);
        SignatureDatabase.read(data)
                .ifPresent(lists -> assertThat(lists.toString()).isNotEmpty());
    }

    @FuzzTest
    void imaLogsReplayOrRefuse(byte[] data) {
        try {
            ImaLog.parse(data).replay(TpmHash.SHA256, new byte[32], ImaLog.Progress.start(TpmHash.SHA256), false);
        } catch (TpmException refused) {
            return;
        }
    }

    @FuzzTest
    void evidenceReadsOrRefuses(byte[] data) {
        try {
            TpmEvidence.parse(data);
        } catch (TpmException refused) {
            return;
        }
    }

    @FuzzTest
    void quotesOfServicesReadOrRefuse(byte[] data) {
        try {
            KeyAttestation.parse(data);
        } catch (TpmException refused) {
            // The same bytes are read as the other kind.
        }
        try {
            NodeQuote.parse(data);
        } catch (TpmException refused) {
            return;
        }
    }

    @FuzzTest
    void slotsWithQuotesReadOrRefuse(byte[] data) {
        try {
            SlotsWithQuote.parse(data);
        } catch (TpmException refused) {
            return;
        }
    }

    @FuzzTest
    void activationsReadOrRefuse(byte[] data) {
        for (Consumer<byte[]> reader : List.<Consumer<byte[]>>of(
                TpmActivation.Claim::parse,
                TpmActivation.Riddle::parse,
                TpmActivation.Proof::parse,
                TpmActivation.Joining::parse)) {
            try {
                reader.accept(data);
            } catch (TpmException refused) {
                // The same bytes are read as the other messages.
            }
        }
    }
}
