package dev.muster.format.cbor;

import java.nio.charset.StandardCharsets;

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
}
