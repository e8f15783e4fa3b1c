package dev.muster.format.update.image;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

class ImageReaderFuzzTest {
    /** Whatever is accepted is canonical: it is written again byte for byte. */
    @FuzzTest
    void anImageIsCanonicalOrMalformed(byte[] bytes) {
        try {
            FirmwareImage image = FirmwareImage.parse(bytes);
            if (!Arrays.equals(image.encode(), bytes)) {
                throw new AssertionError("accepted, but not canonical");
            }
        } catch (ImageException e) {
            // What a reader of foreign bytes may answer.
        }
    }
}
