package dev.muster.format.attest.cca;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Bytes are a collection of two tokens, or {@link CcaException}, nothing else. */
class CcaFuzzTest {
    @FuzzTest
    void tokensReadOrRefuse(byte[] data) {
        try {
            CcaToken.parse(data);
        } catch (CcaException refused) {
            return;
        }
    }

    @FuzzTest
    void delegatedKeysReadOrRefuse(byte[] data) {
        try {
            DelegatedKey.parse(data);
        } catch (CcaException refused) {
            return;
        }
    }
}
