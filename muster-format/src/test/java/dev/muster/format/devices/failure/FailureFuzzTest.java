package dev.muster.format.devices.failure;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** Whatever arrives: a record that writes the same bytes again, or the format's own exception. */
class FailureFuzzTest {
    @FuzzTest
    void report(byte[] bytes) {
        try {
            byte[] again = FailureReport.parse(bytes).encode();
            if (!Arrays.equals(again, FailureReport.parse(again).encode())) {
                throw new AssertionError("what is written reads otherwise");
            }
        } catch (FailureException malformed) {
            // The only thing that may be thrown.
        }
    }
}
