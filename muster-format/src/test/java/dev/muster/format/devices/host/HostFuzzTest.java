package dev.muster.format.devices.host;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** Whatever arrives: a record that writes the same bytes again, or the format's own exception. */
class HostFuzzTest {
    @FuzzTest
    void aReport(byte[] bytes) {
        try {
            byte[] again = HostReport.parse(bytes).encode();
            if (!Arrays.equals(again, HostReport.parse(again).encode())) {
                throw new AssertionError("what is written reads otherwise");
            }
        } catch (HostException malformed) {
            // The only thing that may be thrown.
        }
    }
}
