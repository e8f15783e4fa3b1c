package dev.muster.format.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.muster.format.MalformedException;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign1;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Reading n bytes, right or wrong, allocates no more than 64 n bytes and one exception. */
class AllocationTest {
    private static final int PER_BYTE = 64;

    /** An exception with its message and stack trace. */
    private static final int CONSTANT = 8 * 1024;

    private static final int SIZE = 100_000;

    private static byte[] repeated(String unit) {
        byte[] pattern = java.util.HexFormat.of().parseHex(unit);
        byte[] out = new byte[SIZE / pattern.length * pattern.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = pattern[i % pattern.length];
        }
        return out;
    }

    /** An array of as many units as fit. */
    private static byte[] array(String unit) {
        byte[] content = repeated(unit);
        return CborWriter.create()
                .array(content.length / (unit.length() / 2))
                .encoded(content)
                .toByteArray();
    }

    private static String nested(String open, String inner, String close, int depth) {
        return open.repeat(depth) + inner + close.repeat(depth);
    }

    private static byte[] shuffledMap() {
        int[] keys =
                new SplittableRandom(3).ints(0, 60_000).distinct().limit(25_000).toArray();
        CborWriter out = CborWriter.create().map(keys.length);
        for (int key : keys) {
            out.integer(key).integer(0);
        }
        return out.toByteArray();
    }

    private static Map<String, byte[]> inputs() {
        Map<String, byte[]> inputs = new LinkedHashMap<>();
        inputs.put("integers", array("00"));
        inputs.put("empty arrays", array("80"));
        inputs.put("empty maps", array("a0"));
        inputs.put("arrays of one", array("8100"));
        inputs.put("maps of one", array("a10000"));
        inputs.put("tags", array("c100"));
        inputs.put("empty strings", array("40"));
        inputs.put("texts", array("6161"));
        inputs.put("floats", array("f90000"));
        inputs.put("towers of arrays", array(nested("81", "00", "", 30)));
        inputs.put("towers of tags", array(nested("c1", "00", "", 30)));
        inputs.put("empty URIs", array("d82060"));
        inputs.put("empty base64", array("d82160"));
        inputs.put("encoded items", array("d8184100"));
        inputs.put("small bignums", array("c240"));
        inputs.put("open arrays", array("9fff"));
        inputs.put("towers of open arrays", array(nested("9f", "", "ff", 30)));
        inputs.put("open arrays of one", array("9f00ff"));
        inputs.put("open maps", array("bf0000ff"));
        inputs.put("chunked strings", array("5f4100ff"));
        inputs.put("shuffled keys", shuffledMap());
        inputs.put("small unsorted maps", array("a201000000"));
        inputs.put("maps with array keys", array("a281010080f6"));
        inputs.put("depth bomb", repeated("81"));
        inputs.put("open depth bomb", repeated("9f"));
        inputs.put("length bomb", repeated("9a000186a0"));
        inputs.put("map length bomb", repeated("b90fff"));
        inputs.put("fault at the end", Arrays.copyOf(array("a26161f66162f6"), SIZE - 3));
        inputs.put("text that ends badly", array("6261c3"));
        return inputs;
    }

    private static long allocated(byte[] input, CborProfile profile) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            Cbor.parse(input, profile, CborLimits.DEFAULT);
        } catch (MalformedException refused) {
            assertThat(refused.reason()).isNotEmpty();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void cbor() {
        for (CborProfile profile : CborProfile.values()) {
            inputs().forEach((name, input) -> {
                allocated(input, profile);
                assertThat(allocated(input, profile))
                        .as(name + " in " + profile)
                        .isLessThanOrEqualTo((long) PER_BYTE * input.length + CONSTANT);
            });
        }
    }

    @Test
    void cose() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Map<String, byte[]> headers = inputs();
        headers.forEach((name, header) -> {
            byte[] message = CborWriter.create()
                    .tag(18)
                    .array(4)
                    .bytes(header)
                    .map(0)
                    .bytes(header)
                    .bytes(new byte[64])
                    .toByteArray();
            for (CoseProfile profile : CoseProfile.values()) {
                long before = threads.getCurrentThreadAllocatedBytes();
                try {
                    CoseSign1.parse(message, profile);
                } catch (MalformedException refused) {
                    assertThat(refused.reason()).isNotEmpty();
                }
                assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                        .as(name + " in " + profile)
                        .isLessThanOrEqualTo((long) PER_BYTE * message.length + 4 * CONSTANT);
            }
        });
    }
}
