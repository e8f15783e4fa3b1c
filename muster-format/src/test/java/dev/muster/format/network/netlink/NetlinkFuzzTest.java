package dev.muster.format.network.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Whatever the kernel or a text says: it is understood whole, or refused with its place. */
class NetlinkFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void answersReadOrRefuse(byte[] data) {
        try {
            Datagrams.messages(data, (type, flags, sequence, bytes, from, to) -> {
                if (to - from >= 4) {
                    String words = RuleListing.words(new Attributes(bytes, from + 4, to, "/rule"), true, "/rule");
                    assertThat(words).doesNotContain("\n");
                }
                return true;
            });
        } catch (NetlinkException refused) {
            assertThat(refused.path()).startsWith("/");
        }
    }

    @FuzzTest(maxDuration = "20s")
    void textsReadOrRefuse(byte[] data) {
        try {
            TableText text = TableText.read(new String(data, StandardCharsets.UTF_8));
            assertThat(TableMessages.whole(text).finish().length()).isPositive();
        } catch (NetlinkException refused) {
            assertThat(refused.path()).startsWith("/");
        }
    }
}
