package dev.muster.format.attest.cmw;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Bytes are a wrapper or {@link CmwException}, nothing else. */
class CmwFuzzTest {
    @FuzzTest
    void wrappersReadOrRefuse(byte[] data) {
        try {
            CmwReader.parse(data);
        } catch (CmwException refused) {
            return;
        }
    }

    @FuzzTest
    void textsReadOrRefuse(byte[] data) {
        try {
            CmwJson.parse(data);
        } catch (CmwException refused) {
            return;
        }
    }
}
