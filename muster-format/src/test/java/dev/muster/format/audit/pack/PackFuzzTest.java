package dev.muster.format.audit.pack;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the bytes, a pack is read or refused with the pack's own exception; nothing else comes out. */
class PackFuzzTest {
    private final PackSample sample = new PackSample(5, 16);

    @FuzzTest(maxDuration = "20s")
    void envelopeIsReadOrRefused(FuzzedDataProvider data) {
        envelope(data.consumeRemainingAsBytes());
    }

    @FuzzTest(maxDuration = "20s")
    void payloadIsReadOrRefused(FuzzedDataProvider data) {
        payload(data.consumeRemainingAsBytes());
    }

    @FuzzTest(maxDuration = "20s")
    void trustIsReadOrRefused(FuzzedDataProvider data) {
        trust(data.consumeRemainingAsString());
    }

    @Test
    void damagedPacksAreReadOrRefused() {
        Random random = new Random(20261121);
        byte[] file = sample.file(sample.pack(true));
        byte[] payload = sample.pack(true).payload();
        String trust = sample.trust().text();
        for (int i = 0; i < 500; i++) {
            envelope(damaged(file, random));
            payload(damaged(payload, random));
            trust(new String(
                    damaged(trust.getBytes(java.nio.charset.StandardCharsets.UTF_8), random),
                    java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        byte[] damaged = bytes.clone();
        for (int n = random.nextInt(4); n >= 0; n--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        return damaged;
    }

    private static void envelope(byte[] bytes) {
        try {
            assertThat(SignedPack.parse(bytes).encode()).isEqualTo(bytes);
        } catch (PackException e) {
            assertThat(e.reason()).isNotEmpty();
        }
    }

    private static void payload(byte[] bytes) {
        try {
            Pack pack = Pack.ofPayload(bytes);
            pack.entries()
                    .forEach(entry -> assertThat(entry.read().digest().length).isNotNegative());
        } catch (PackException e) {
            assertThat(e.reason()).isNotEmpty();
        }
    }

    private static void trust(String text) {
        try {
            assertThat(Trust.parse(text).text()).startsWith("log ");
        } catch (PackException e) {
            assertThat(e.reason()).isNotEmpty();
        }
    }
}
