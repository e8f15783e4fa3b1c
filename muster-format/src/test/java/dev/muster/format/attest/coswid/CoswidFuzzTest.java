package dev.muster.format.attest.coswid;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever is read is written and read back the same; everything else is {@link CoswidException}. */
class CoswidFuzzTest {
    @FuzzTest
    void tagsReadOrRefuse(byte[] data) {
        ConciseSwid tag;
        try {
            tag = CoswidReader.parse(data);
        } catch (CoswidException refused) {
            return;
        }
        ConciseSwid again = CoswidReader.parse(CoswidWriter.encode(tag));
        if (!again.tagId().equals(tag.tagId())) {
            throw new AssertionError("a tag keeps its identity");
        }
    }
}
