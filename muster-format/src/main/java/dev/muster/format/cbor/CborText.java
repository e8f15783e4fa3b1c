package dev.muster.format.cbor;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text string. */
public final class CborText extends CborSpan implements Cbor {
    CborText(byte[] in, int start, int end) {
        super(in, start, end);
    }

    @Override
    public String asText() {
        if (Head.indefinite(in, start)) {
            return new String(CborBytes.join(in, start, end), StandardCharsets.UTF_8);
        }
        int content = start + Head.size(in, start);
        return new String(in, content, end - content, StandardCharsets.UTF_8);
    }

    /** True when this is the text with these bytes; nothing is copied unless the text is chunked. */
    boolean is(byte[] utf8) {
        return Head.indefinite(in, start)
                ? Arrays.equals(CborBytes.join(in, start, end), utf8)
                : Arrays.equals(in, afterHead(), end, utf8, 0, utf8.length);
    }
}
