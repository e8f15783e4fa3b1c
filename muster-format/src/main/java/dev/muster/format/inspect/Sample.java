package dev.muster.format.inspect;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The bytes to look at, freed from how people pass them on: hex or base64 text, PEM, or a document that quotes hex blocks.
 *
 * @param bytes the bytes themselves
 * @param note how they were found; empty when the file is the bytes
 */
public record Sample(byte[] bytes, String note) {
    /** Files beyond this are not looked into: nothing that Muster speaks is a message of this size. */
    public static final int BYTES_MOST = 16 * 1024 * 1024;

    private static final Pattern HEX = Pattern.compile("(?:0[xX])?[0-9a-fA-F\\s]+");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_=\\-\\s]{16,}");

    /** A quoted block has at least this many lines: one alone may be a word. */
    private static final int HEX_LINES_LEAST = 2;

    /** The text, when the file is UTF-8 text without control characters. */
    public static Optional<String> text(byte[] file) {
        for (byte b : file) {
            if ((b >= 0 && b < 0x20 && b != '\n' && b != '\r' && b != '\t') || b == 0x7f) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    /** The bytes that a text stands for or quotes; empty when it is a text and nothing else. */
    public static Optional<Sample> decode(String text) {
        return whole(text).or(() -> quoted(text));
    }

    /** The bytes, when the whole text is hex or base64. */
    static Optional<Sample> whole(String text) {
        String trimmed = text.strip();
        if (HEX.matcher(trimmed).matches()) {
            return hex(trimmed).map(b -> new Sample(b, "hex text"));
        }
        if (BASE64.matcher(trimmed).matches()) {
            Optional<byte[]> decoded = base64(trimmed);
            if (decoded.isPresent()) {
                return decoded.map(b -> new Sample(b, "base64 text"));
            }
        }
        return Optional.empty();
    }

    /** The last of the hex blocks in a document. */
    static Optional<Sample> quoted(String text) {
        List<String> blocks = hexBlocks(text);
        if (blocks.isEmpty()) {
            return Optional.empty();
        }
        String note = "hex block " + blocks.size() + " of " + blocks.size() + " in a text";
        return hex(blocks.getLast()).map(b -> new Sample(b, note));
    }

    /** Line by line: a regular expression over all lines of a block would need a stack as deep as the block is long. */
    private static List<String> hexBlocks(String text) {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = new StringBuilder();
        int lines = 0;
        for (String line : (Iterable<String>) Stream.concat(text.lines(), Stream.of(""))::iterator) {
            String digits = line.stripTrailing();
            if (digits.length() > 1 && digits.chars().allMatch(HexFormat::isHexDigit)) {
                block.append(digits);
                lines++;
                continue;
            }
            if (lines >= HEX_LINES_LEAST) {
                blocks.add(block.toString());
            }
            block.setLength(0);
            lines = 0;
        }
        return blocks;
    }

    private static Optional<byte[]> hex(String text) {
        String digits = text.replaceFirst("^0[xX]", "").replaceAll("\\s", "");
        if (digits.isEmpty() || digits.length() % 2 != 0) {
            return Optional.empty();
        }
        return Optional.of(HexFormat.of().parseHex(digits));
    }

    private static Optional<byte[]> base64(String text) {
        String packed = text.replaceAll("\\s", "").replace('-', '+').replace('_', '/');
        try {
            return Optional.of(Base64.getDecoder().decode(packed));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
