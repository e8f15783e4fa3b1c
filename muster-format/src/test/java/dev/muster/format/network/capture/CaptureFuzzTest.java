package dev.muster.format.network.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Whatever the bytes: frames that are read as far as they go, or a fault with its place. */
class CaptureFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void capturesReadOrRefuse(byte[] data) throws IOException {
        try {
            CaptureReader.read(new ByteArrayInputStream(data), frame -> {
                Seen.of(frame);
                for (int link : new int[] {Frame.ETHERNET, Frame.RAW, Frame.COOKED, Frame.COOKED2}) {
                    Seen.of(new Frame(frame.at(), link, frame.bytes()));
                }
            });
        } catch (CaptureException refused) {
            assertThat(refused.path()).startsWith("/byte");
        }
        DnsAnswer.of(data);
        ClientHello.of(data);
    }
}
