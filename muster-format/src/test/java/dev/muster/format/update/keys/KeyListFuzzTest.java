package dev.muster.format.update.keys;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are a signed list of keys or malformed; what was read can be written and read again. */
class KeyListFuzzTest {
    @FuzzTest
    void lists(byte[] bytes) {
        try {
            SignedKeyList signed = SignedKeyList.parse(bytes);
            if (!SignedKeyList.parse(signed.encode()).list().equals(signed.list())) {
                throw new AssertionError("writing and reading changed the list");
            }
        } catch (KeyListException malformed) {
            if (malformed.path().isEmpty()) {
                throw new AssertionError("malformed without a place", malformed);
            }
        }
    }

    @FuzzTest
    void payloads(byte[] bytes) {
        try {
            ReleaseKeyList list = ReleaseKeyList.parse(bytes);
            if (!ReleaseKeyList.parse(list.encode()).equals(list)) {
                throw new AssertionError("writing and reading changed the list");
            }
        } catch (KeyListException malformed) {
            if (malformed.path().isEmpty()) {
                throw new AssertionError("malformed without a place", malformed);
            }
        }
    }
}
