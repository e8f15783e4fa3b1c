package dev.muster.format.attest.tpm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One line of an IMA log from its bytes. A verifier reads ten thousands of them at a time, so nothing is copied that is not
 * kept.
 */
final class ImaLineReader {
    private static final Set<String> TEMPLATES =
            Set.of("ima", "ima-ng", "ima-sig", "ima-modsig", "ima-buf", "ima-ngv2", "ima-sigv2", "evm-sig");

    /** Fields after the path, by template (Linux, Documentation/security/IMA-templates.rst). */
    private static final Map<String, Integer> EXTRA =
            Map.of("ima-sig", 1, "ima-sigv2", 1, "ima-buf", 1, "ima-modsig", 3);

    /** The fields d and n with their lengths are no template that has a name: the old one hashes other bytes. */
    private static final Map<String, String> FORMATS = Map.of(
            "d-ng|n-ng", "ima-ng",
            "d-ng|n-ng|sig", "ima-sig",
            "d-ng|n-ng|buf", "ima-buf",
            "d-ng|n-ng|sig|d-modsig|modsig", "ima-modsig",
            "d-ngv2|n-ng", "ima-ngv2",
            "d-ngv2|n-ng|sig", "ima-sigv2");

    private static final Pattern FIELD = Pattern.compile("([a-z0-9]+:)?([0-9a-f]{2})*");

    /** Words before the path: register, digest of the template, its name, digest of the file. */
    private static final int WORDS = 4;

    private static final int MAX_PCR_DIGITS = 4;

    /** Files are measured by SHA-256 almost everywhere. */
    private static final List<Optional<TpmHash>> HASHES = List.of(
            Optional.of(TpmHash.SHA256),
            Optional.of(TpmHash.SHA1),
            Optional.of(TpmHash.SHA384),
            Optional.of(TpmHash.SHA512));

    /** Value of a digit; -1 of what is none. */
    private static final byte[] DIGITS = digits();

    private final byte[] text;
    private String latest = "";

    ImaLineReader(byte[] text) {
        this.text = text;
    }

    /**
     * @param from where the line begins
     * @param end behind its last byte
     * @throws TpmException with the number of the line that is none
     */
    ImaLog.Line read(int number, int from, int end) {
        try {
            return line(number, from, end);
        } catch (IllegalArgumentException unreadable) {
            throw new TpmException(String.valueOf(unreadable.getMessage()), "/" + number, from);
        }
    }

    private ImaLog.Line line(int number, int from, int end) {
        int[] begins = new int[WORDS + 1];
        begins[0] = from;
        while (begins[0] < end && Character.isWhitespace(text[begins[0]])) {
            begins[0]++;
        }
        for (int word = 1; word <= WORDS; word++) {
            int space = find(' ', begins[word - 1], end);
            if (space < 0) {
                throw wrong();
            }
            begins[word] = space + 1;
        }
        String name = template(begins[2], begins[3] - 1);
        int digest = begins[3];
        int digestEnd = begins[4] - 1;
        int colon = findLast(':', digest, digestEnd);
        int first = colon < 0 ? -1 : findLast(':', digest, colon);
        String tail = new String(text, begins[4], end - begins[4], StandardCharsets.UTF_8);
        List<String> extra = extra(EXTRA.getOrDefault(name, 0), tail);
        int behind = 0;
        for (String field : extra) {
            behind += field.length() + 1;
        }
        return new ImaLog.Line(
                number,
                register(begins[0], begins[1] - 1),
                hex(begins[1], begins[2] - 1),
                name,
                colon < 0 ? Optional.of(TpmHash.SHA1) : hash(first < 0 ? digest : first + 1, colon),
                hex(colon < 0 ? digest : colon + 1, digestEnd),
                Arrays.copyOfRange(text, begins[WORDS], end - behind),
                first < 0 ? "" : ascii(digest, find(':', digest, digestEnd)),
                extra);
    }

    /** A list has one template, mostly: the name of the line before is the first guess. */
    private String template(int from, int end) {
        if (!is(latest, from, end)) {
            String name = named(ascii(from, end));
            if (!TEMPLATES.contains(name)) {
                throw wrong();
            }
            latest = name;
        }
        return latest;
    }

    /** A kernel that was given the fields of a template ({@code ima_template_fmt=}) shows them for its name. */
    static String named(String shown) {
        return FORMATS.getOrDefault(shown, shown);
    }

    private boolean is(String word, int from, int end) {
        if (word.length() != end - from) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (text[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException("expected PCR, digest, a known template, hash and path");
    }

    private int find(int wanted, int from, int end) {
        for (int at = from; at < end; at++) {
            if (text[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    private int findLast(int wanted, int from, int end) {
        for (int at = end - 1; at >= from; at--) {
            if (text[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    private String ascii(int from, int end) {
        return new String(text, from, end - from, StandardCharsets.ISO_8859_1);
    }

    private int register(int from, int end) {
        int value = 0;
        for (int at = from; at < end; at++) {
            if (text[at] < '0' || text[at] > '9') {
                throw new IllegalArgumentException("the register is no number");
            }
            value = 10 * value + text[at] - '0';
        }
        if (end == from || end - from > MAX_PCR_DIGITS) {
            throw new IllegalArgumentException("the register is no number");
        }
        return value;
    }

    private static byte[] digits() {
        byte[] digits = new byte[256];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (byte) (i < 0x80 ? Character.digit(i, 16) : -1);
        }
        return digits;
    }

    private byte[] hex(int from, int end) {
        if ((end - from) % 2 != 0) {
            throw new IllegalArgumentException("a digest has an odd number of digits");
        }
        byte[] bytes = new byte[(end - from) / 2];
        for (int i = 0; i < bytes.length; i++) {
            int high = DIGITS[text[from + 2 * i] & 0xFF];
            int low = DIGITS[text[from + 2 * i + 1] & 0xFF];
            if ((high | low) < 0) {
                throw new IllegalArgumentException("a digest is no hexadecimal");
            }
            bytes[i] = (byte) (high << 4 | low);
        }
        return bytes;
    }

    private Optional<TpmHash> hash(int from, int end) {
        for (Optional<TpmHash> hash : HASHES) {
            if (is(hash.orElseThrow().word(), from, end)) {
                return hash;
            }
        }
        return Optional.empty();
    }

    /** The last fields of a line, one space before each, also before an empty one; none where the text has not so many. */
    private static List<String> extra(int count, String tail) {
        if (count == 0) {
            return List.of();
        }
        List<String> fields = new ArrayList<>();
        String left = tail;
        for (int i = 0; i < count; i++) {
            int space = left.lastIndexOf(' ');
            if (space < 0 || !FIELD.matcher(left.substring(space + 1)).matches()) {
                return List.of();
            }
            fields.add(0, left.substring(space + 1));
            left = left.substring(0, space);
        }
        return fields;
    }
}
