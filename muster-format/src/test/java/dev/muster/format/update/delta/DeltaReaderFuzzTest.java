package dev.muster.format.update.delta;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.EOFException;
import java.io.IOException;

class DeltaReaderFuzzTest {
    private static final byte[] OLD = DeltaTest.noise(1, 10_000);

    /** Whatever comes: an image of the size that was asked for, or a refusal. */
    @FuzzTest
    void aDifferenceMakesAnImageOrIsUnusable(byte[] bytes) throws IOException {
        try {
            byte[] made = DeltaTest.apply(OLD, bytes, 9_000);
            if (made.length != 9_000) {
                throw new AssertionError("made " + made.length + " bytes");
            }
        } catch (DeltaReader.Unusable | EOFException e) {
            // What a reader of foreign bytes may answer.
        }
    }
}
