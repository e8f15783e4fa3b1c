package dev.muster.format.network.nft;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.muster.format.network.packet.PacketSet;
import java.nio.charset.StandardCharsets;

/** Whatever the text: a set that is written and read back as the same, or a fault with its line. */
class NftFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void tablesReadOrRefuse(byte[] data) {
        try {
            PacketSet read = NftReader.self(new String(data, StandardCharsets.UTF_8));
            assertThat(NftReader.self(NftText.self(read)).sameAs(read)).isTrue();
        } catch (NftException refused) {
            assertThat(refused.path()).startsWith("/line");
        }
    }
}
