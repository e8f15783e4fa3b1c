package dev.muster.format.attest.tpm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the Linux kernel measured since boot, in the ascii form of {@code ascii_runtime_measurements}: one line a file,
 * extended into PCR 10.
 *
 * @param lines in their order
 */
public record ImaLog(List<Line> lines) {
    /** A busy server measures tens of thousands of files between boots. */
    public static final int MAX_LINES = 1_000_000;

    private static final Set<String> TEMPLATES =
            Set.of("ima", "ima-ng", "ima-sig", "ima-modsig", "ima-buf", "ima-ngv2", "ima-sigv2", "evm-sig");

    /** Fields after the path, by template (Linux, Documentation/security/IMA-templates.rst). */
    private static final Map<String, Integer> EXTRA =
            Map.of("ima-sig", 1, "ima-sigv2", 1, "ima-buf", 1, "ima-modsig", 3);

    private static final Pattern FIELD = Pattern.compile("([a-z0-9]+:)?([0-9a-f]{2})*");

    /**
     * One measurement.
     *
     * @param number from 1
     * @param template digest over the template's fields, by SHA-1; all zeros marks a violation
     * @param hash of the file, when the template has one
     * @param path as the kernel wrote it
     * @param kind what the digest is of, as templates of version 2 say: {@code ima} or {@code verity}; else empty
     * @param extra the fields that a template has besides: a signature; or with an appended one its digest and itself
     */
    public record Line(
            int number,
            int pcr,
            byte[] template,
            String name,
            Optional<TpmHash> hash,
            byte[] digest,
            String path,
            String kind,
            List<String> extra) {
        private static final byte[] VIOLATION = new byte[TpmHash.SHA1.length()];

        /** A file that was written while it was open for reading: what was measured is not what ran. */
        public boolean isViolation() {
            return Arrays.equals(template, VIOLATION);
        }

        /**
         * What was extended into a bank: of a violation all ones, else the digest over the template's fields, made anew: of
         * the bank, or SHA-1 padded with zeros as kernels before 5.8 did.
         */
        byte[] extended(TpmHash bank, boolean padded) {
            if (isViolation()) {
                byte[] ones = new byte[bank.length()];
                Arrays.fill(ones, (byte) 0xFF);
                return ones;
            }
            // Never the digest that the line brings along: who forges a line leaves that as it was.
            return padded || bank == TpmHash.SHA1
                    ? Arrays.copyOf(TpmHash.SHA1.digest(fields()), bank.length())
                    : bank.digest(fields());
        }

        /** The fields of the template as they are hashed: each with its length before it. */
        byte[] fields() {
            if (name.equals("ima")) {
                byte[] padded = Arrays.copyOf(path.getBytes(StandardCharsets.UTF_8), 256);
                return concat(digest, padded);
            }
            byte[] algorithm = hash.map(one -> (name.endsWith("v2") ? kind + ":" : "") + one.word() + ":\0")
                    .orElse("")
                    .getBytes(StandardCharsets.US_ASCII);
            byte[] file = (path + "\0").getBytes(StandardCharsets.UTF_8);
            byte[] fields =
                    concat(length(algorithm.length + digest.length), algorithm, digest, length(file.length), file);
            for (String one : extra) {
                byte[] value = value(one);
                fields = concat(fields, length(value.length), value);
            }
            return fields;
        }

        /** A field as it is hashed: bytes as they are, a digest with the name of its algorithm before it. */
        private static byte[] value(String field) {
            int colon = field.lastIndexOf(':');
            byte[] bytes = HexFormat.of().parseHex(field.substring(colon + 1));
            return colon < 0
                    ? bytes
                    : concat((field.substring(0, colon) + ":\0").getBytes(StandardCharsets.US_ASCII), bytes);
        }

        private static byte[] length(int value) {
            return new byte[] {(byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)};
        }

        private static byte[] concat(byte[]... parts) {
            int size = Arrays.stream(parts).mapToInt(part -> part.length).sum();
            byte[] all = new byte[size];
            int at = 0;
            for (byte[] part : parts) {
                System.arraycopy(part, 0, all, at, part.length);
                at += part.length;
            }
            return all;
        }
    }

    public ImaLog {
        lines = List.copyOf(lines);
    }

    /** @throws TpmException with the number of the line that is none */
    public static ImaLog parse(byte[] ascii) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        int from = 0;
        while (from < ascii.length) {
            int end = from;
            while (end < ascii.length && ascii[end] != '\n') {
                end++;
            }
            number++;
            if (number > MAX_LINES) {
                throw new TpmException("more than " + MAX_LINES + " lines", "/" + number, from);
            }
            if (end > from) {
                lines.add(line(number, new String(ascii, from, end - from, StandardCharsets.UTF_8), from));
            }
            from = end + 1;
        }
        return new ImaLog(lines);
    }

    private static Line line(int number, String text, int offset) {
        String[] words = text.stripLeading().split(" ", 5);
        try {
            if (words.length < 5 || !TEMPLATES.contains(words[2])) {
                throw new IllegalArgumentException("expected PCR, digest, a known template, hash and path");
            }
            String[] digest = words[3].split(":", -1);
            List<String> extra = extra(EXTRA.getOrDefault(words[2], 0), words[4]);
            int behind = extra.stream().mapToInt(field -> field.length() + 1).sum();
            return new Line(
                    number,
                    Integer.parseInt(words[0]),
                    HexFormat.of().parseHex(words[1]),
                    words[2],
                    TpmHash.ofWord(digest.length < 2 ? "sha1" : digest[digest.length - 2]),
                    HexFormat.of().parseHex(digest[digest.length - 1]),
                    words[4].substring(0, words[4].length() - behind),
                    digest.length > 2 ? digest[0] : "",
                    extra);
        } catch (IllegalArgumentException unreadable) {
            throw new TpmException(String.valueOf(unreadable.getMessage()), "/" + number, offset);
        }
    }

    /** The last fields of a line, one space before each, also before an empty one; none where the text has not so many. */
    private static List<String> extra(int count, String tail) {
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

    /**
     * How far a log was replayed: the line, and the value of the PCR after it. What follows begins here, so that a verifier
     * that keeps it never needs the lines before again.
     */
    public record Progress(int lines, byte[] value) {
        /** After a boot, before the first line. */
        public static Progress start(TpmHash bank) {
            return new Progress(0, new byte[bank.length()]);
        }
    }

    /**
     * Replays until the register has the quoted value: the kernel may have measured more since the quote.
     *
     * @param from where an earlier replay of the same boot stopped; its lines are passed over when this log has them
     * @param padded whether the kernel pads SHA-1 template digests instead of hashing for each bank (before 5.8)
     * @return how far the log reaches the quoted value; empty when it never does
     */
    public Optional<Progress> replay(TpmHash bank, byte[] quoted, Progress from, boolean padded) {
        byte[] value = from.value().clone();
        if (Arrays.equals(value, quoted)) {
            return Optional.of(from);
        }
        for (Line line : lines) {
            if (line.number() <= from.lines()) {
                continue;
            }
            value = bank.extend(value, line.extended(bank, padded));
            if (Arrays.equals(value, quoted)) {
                return Optional.of(new Progress(line.number(), value));
            }
        }
        return Optional.empty();
    }

    /** Where all lines lead, of whatever the register holds. */
    public Progress end(TpmHash bank, Progress from, boolean padded) {
        byte[] value = from.value().clone();
        int last = from.lines();
        for (Line line : lines) {
            if (line.number() > from.lines()) {
                value = bank.extend(value, line.extended(bank, padded));
                last = line.number();
            }
        }
        return new Progress(last, value);
    }
}
