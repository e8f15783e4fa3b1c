package dev.muster.format.attest.tpm;

import com.code_intelligence.jazzer.junit.FuzzTest;

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
            EventLog.parse(data).replay(TpmHash.SHA256);
        } catch (TpmException refused) {
            return;
        }
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
}
