package dev.muster.format.devices.manifest;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** Whatever arrives: a record that writes the same bytes again, or the format's own exception. */
class ManifestFuzzTest {
    @FuzzTest
    void manifest(byte[] bytes) {
        try {
            byte[] again = DeviceManifest.parse(bytes).encode();
            if (!Arrays.equals(again, DeviceManifest.parse(again).encode())) {
                throw new AssertionError("what is written reads otherwise");
            }
        } catch (ManifestException malformed) {
            // The only thing that may be thrown.
        }
    }
}
