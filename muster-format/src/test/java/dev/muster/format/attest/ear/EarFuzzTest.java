package dev.muster.format.attest.ear;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Bytes are an attestation result or {@link EarException}, nothing else. */
class EarFuzzTest {
    @FuzzTest
    void resultsReadOrRefuse(byte[] data) {
        try {
            EarReader.parse(data);
        } catch (EarException refused) {
            return;
        }
    }

    @FuzzTest
    void tokensReadOrRefuse(byte[] data) {
        try {
            EarToken.parse(data);
        } catch (EarException refused) {
            return;
        }
    }

    @FuzzTest
    void textsReadOrRefuse(byte[] data) {
        try {
            EarJsonReader.parse(data);
        } catch (EarException refused) {
            return;
        }
    }
}
