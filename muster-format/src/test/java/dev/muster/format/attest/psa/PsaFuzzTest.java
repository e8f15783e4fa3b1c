package dev.muster.format.attest.psa;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Bytes are a PSA token or {@link PsaException}, nothing else. */
class PsaFuzzTest {
    @FuzzTest
    void tokensReadOrRefuse(byte[] data) {
        try {
            PsaMessage.parse(data);
        } catch (PsaException refused) {
            return;
        }
    }

    @FuzzTest
    void claimsReadOrRefuse(byte[] data) {
        try {
            PsaReader.parse(data);
        } catch (PsaException refused) {
            return;
        }
    }

    @FuzzTest
    void jsonReadsOrRefuses(byte[] data) {
        try {
            PsaJson.parse(data);
        } catch (PsaException refused) {
            return;
        }
    }
}
