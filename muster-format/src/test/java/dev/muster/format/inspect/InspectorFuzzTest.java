package dev.muster.format.inspect;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever the bytes are, the inspector answers: people point it at broken files, that is what it is for. */
class InspectorFuzzTest {
    @FuzzTest
    void anyBytesAreAnswered(byte[] bytes) {
        Inspection inspection = new Inspector(Trust.NONE).inspect(bytes);
        if (inspection.kind().isEmpty()) {
            throw new AssertionError("an inspection without a kind");
        }
    }
}
