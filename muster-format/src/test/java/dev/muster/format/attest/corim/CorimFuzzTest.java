package dev.muster.format.attest.corim;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Bytes are a manifest or {@link CorimException}, nothing else. */
class CorimFuzzTest {
    @FuzzTest
    void manifestsReadOrRefuse(byte[] data) {
        try {
            CorimReader.parse(data);
        } catch (CorimException refused) {
            return;
        }
    }

    @FuzzTest
    void moduleIdentifiersReadOrRefuse(byte[] data) {
        try {
            Comids.parse(data);
        } catch (CorimException refused) {
            return;
        }
    }

    @FuzzTest
    void signedManifestsReadOrRefuse(byte[] data) {
        try {
            SignedCorim.parse(data);
        } catch (CorimException refused) {
            return;
        }
    }

    @FuzzTest
    void questionsReadOrRefuse(byte[] data) {
        try {
            CoservQuery.parse(data);
        } catch (CorimException refused) {
            return;
        }
    }
}
