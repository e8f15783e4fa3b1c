package dev.muster.format.join.est;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** Any bytes are a message or malformed; what was read can be written and read again. */
class EstFuzzTest {

    @FuzzTest
    void certsOnly(byte[] bytes) {
        try {
            CertsOnly message = CertsOnly.parse(bytes);
            if (!CertsOnly.parse(message.encode()).equals(message)) {
                throw new AssertionError("writing and reading changed the message");
            }
        } catch (EstException malformed) {
            if (malformed.path().isEmpty()) {
                throw new AssertionError("malformed without a place", malformed);
            }
        }
    }

    @FuzzTest
    void csrAttributes(byte[] bytes) {
        try {
            CsrWishes.parse(bytes);
        } catch (EstException malformed) {
            if (malformed.path().isEmpty()) {
                throw new AssertionError("malformed without a place", malformed);
            }
        }
    }

    @FuzzTest
    void cmcRequests(byte[] bytes) {
        try {
            if (CmcRequest.read(bytes) instanceof CmcRequest.Reading.Found(CmcRequest found)
                    && found.request().length == 0) {
                throw new AssertionError("a request of nothing");
            }
        } catch (EstException malformed) {
            if (malformed.path().isEmpty()) {
                throw new AssertionError("malformed without a place", malformed);
            }
        }
    }

    @FuzzTest
    void base64(byte[] bytes) {
        try {
            byte[] decoded = EstBase64.decode(bytes, 1024);
            if (!Arrays.equals(EstBase64.decode(EstBase64.encode(decoded), 1024), decoded)) {
                throw new AssertionError("encoding and decoding changed the bytes");
            }
        } catch (EstException malformed) {
            if (malformed.path().isEmpty()) {
                throw new AssertionError("malformed without a place", malformed);
            }
        }
    }
}
