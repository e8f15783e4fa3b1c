package dev.muster.format.crypto;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One block of textual encoding (RFC 7468), strict form: label, base64 in lines, nothing else inside.
 *
 * @param label e.g. {@code CERTIFICATE}
 * @param content the decoded bytes
 */
public record Pem(String label, byte[] content) {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /** Longest text: a chain bundle is some hundred kilobytes. */
    private static final int MOST_CHARS = 4 * 1024 * 1024;

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    /** All blocks of a text in order; text between blocks is passed over (RFC 7468 §2). */
    public static List<Pem> parse(String text) {
        if (text.length() > MOST_CHARS) {
            throw new PemException("text is longer than " + MOST_CHARS + " characters", 0);
        }
        List<Pem> found = new ArrayList<>();
        int at = 0;
        while (true) {
            int begin = text.indexOf(BEGIN, at);
            if (begin < 0) {
                return List.copyOf(found);
            }
            int labelAt = begin + BEGIN.length();
            int labelEnd = text.indexOf(DASHES, labelAt);
            String label = labelEnd < 0 ? "" : text.substring(labelAt, labelEnd);
            // The dashes after the label are not also the first ones of the end.
            int bodyAt = labelEnd + DASHES.length();
            int end = labelEnd < 0 ? -1 : text.indexOf(END + label + DASHES, bodyAt);
            if (label.contains("\n") || end < 0) {
                throw new PemException("block has no end", begin);
            }
            found.add(new Pem(label, decode(text.substring(bodyAt, end), begin)));
            at = end + END.length() + label.length() + DASHES.length();
        }
    }

    /** The content of the first block with this label. */
    public static byte[] first(String text, String label) {
        return parse(text).stream()
                .filter(pem -> pem.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new PemException("no block " + label, -1))
                .content;
    }

    private static byte[] decode(String body, int offset) {
        StringBuilder base64 = new StringBuilder(body.length());
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c != '\n' && c != '\r' && c != ' ' && c != '\t') {
                base64.append(c);
            }
        }
        try {
            return Base64.getDecoder().decode(base64.toString());
        } catch (IllegalArgumentException e) {
            throw new PemException("content is not base64", offset);
        }
    }

    /** The block as text, with a newline at its end. */
    public String encode() {
        return BEGIN + label + DASHES + "\n" + LINES.encodeToString(content) + "\n" + END + label + DASHES + "\n";
    }
}
