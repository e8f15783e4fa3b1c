package dev.muster.format.update.suit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * SUIT_Component_Identifier: a path of byte strings, for example {@code ['firmware']}.
 *
 * @param segments lower-case hex of each byte string, outermost first; hex so that records compare by content
 */
public record ComponentId(List<String> segments) {
    public ComponentId {
        segments = List.copyOf(segments);
    }

    /** A path of UTF-8 texts. */
    public static ComponentId of(String... texts) {
        List<byte[]> parts = new ArrayList<>(texts.length);
        for (String text : texts) {
            parts.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return ofBytes(parts);
    }

    public static ComponentId ofBytes(List<byte[]> parts) {
        return new ComponentId(parts.stream().map(HexFormat.of()::formatHex).toList());
    }

    public List<byte[]> bytes() {
        return segments.stream().map(HexFormat.of()::parseHex).toList();
    }

    /** Diagnostic notation: printable segments as text, others as hex. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("[");
        for (byte[] part : bytes()) {
            if (out.length() > 1) {
                out.append(", ");
            }
            String text = new String(part, StandardCharsets.US_ASCII);
            boolean printable = part.length > 0 && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\'');
            out.append(printable ? "'" + text + "'" : "h'" + HexFormat.of().formatHex(part) + "'");
        }
        return out.append(']').toString();
    }
}
