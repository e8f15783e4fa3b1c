package dev.muster.format.cbor;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Whatever is read keeps its bytes and survives its own notation; everything else is {@link CborException}. */
class CborFuzzTest {
    @FuzzTest
    void itemsReadOrRefuse(byte[] data) {
        for (CborProfile profile : CborProfile.values()) {
            Cbor item;
            try {
                item = Cbor.parse(data, profile, CborLimits.DEFAULT);
            } catch (CborException refused) {
                if (!refused.path().startsWith("/") || refused.offset() > data.length) {
                    throw new AssertionError("fault without a place", refused);
                }
                continue;
            }
            if (!Arrays.equals(item.encoded(), data)) {
                throw new AssertionError("bytes are not kept");
            }
            if (profile == CborProfile.DETERMINISTIC && !Arrays.equals(item.deterministic(profile), data)) {
                throw new AssertionError("deterministic input has another deterministic form");
            }
            if (profile == CborProfile.VALID) {
                rewritten(item);
            }
        }
        pulled(data);
    }

    /** The deterministic form means the same and is accepted as deterministic. */
    private static void rewritten(Cbor item) {
        byte[] canonical = item.deterministic(CborProfile.DETERMINISTIC);
        try {
            Cbor again = Cbor.parse(canonical, CborProfile.DETERMINISTIC, CborLimits.DEFAULT);
            if (!again.equals(item)) {
                throw new AssertionError("deterministic form means something else");
            }
        } catch (CborException refused) {
            throw new AssertionError("deterministic form is refused", refused);
        }
    }

    /** The pull reader sees what the tree sees. */
    private static void pulled(byte[] data) {
        try {
            CborReader reader = CborReader.of(data, CborProfile.VALID, CborLimits.DEFAULT);
            while (reader.peek() != CborType.END) {
                reader.skip();
            }
            reader.end();
        } catch (CborException refused) {
            return;
        }
    }

    @FuzzTest
    void notationReadsOrRefuses(byte[] data) {
        try {
            Cbor item = Diagnostic.parse(new String(data, StandardCharsets.UTF_8));
            if (!Diagnostic.parse(item.toString()).toString().equals(item.toString())) {
                throw new AssertionError("notation is not stable");
            }
        } catch (CborException refused) {
            return;
        }
    }
}
