package dev.muster.format.network.mud;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever the bytes: a file with its findings, or a fault with its place. */
class MudFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void filesReadOrRefuse(byte[] data) {
        try {
            MudFile file = MudReader.read(data);
            assertThat(file.findings()).allMatch(f -> f.path().startsWith("/"));
            assertThat(file.authority()).isNotNull();
        } catch (MudException refused) {
            assertThat(refused.path()).startsWith("/");
        }
    }
}
