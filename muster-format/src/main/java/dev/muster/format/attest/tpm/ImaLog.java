package dev.muster.format.attest.tpm;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What the Linux kernel measured since boot, in the ascii form of {@code ascii_runtime_measurements}: one line a file,
 * extended into PCR 10.
 *
 * @param lines in their order
 */
public record ImaLog(List<Line> lines) {
    /** A busy server measures tens of thousands of files between boots. */
    public static final int MAX_LINES = 1_000_000;

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
        /** Of the oldest template, whose name is padded (IMA_EVENT_NAME_LEN_MAX and its end). */
        private static final int EVENT_NAME_BYTES = 256;

        private static final byte[] NO_LABEL = {};
        private static final byte[] VIOLATION = new byte[TpmHash.SHA1.length()];

        /** A file that was written while it was open for reading: what was measured is not what ran. */
        public boolean isViolation() {
            return Arrays.equals(template, VIOLATION);
        }

        /**
         * What was extended into a bank: of a violation all ones, else the digest over the template's fields, made anew: of
         * the bank, or SHA-1 padded with zeros as kernels before 5.8 did.
         *
         * @param engine of the bank, or SHA-1 for padded digests
         */
        byte[] extended(TpmHash bank, MessageDigest engine) {
            if (isViolation()) {
                byte[] ones = new byte[bank.length()];
                Arrays.fill(ones, (byte) 0xFF);
                return ones;
            }
            // Never the digest that the line brings along: who forges a line leaves that as it was.
            fields(engine);
            byte[] made = engine.digest();
            return made.length == bank.length() ? made : Arrays.copyOf(made, bank.length());
        }

        /** The fields of the template as they are hashed: each with its length before it. */
        private void fields(MessageDigest engine) {
            byte[] file = path.getBytes(StandardCharsets.UTF_8);
            if (name.equals("ima")) {
                engine.update(digest);
                engine.update(Arrays.copyOf(file, EVENT_NAME_BYTES));
                return;
            }
            byte[] algorithm = hash.map(one -> name.endsWith("v2")
                            ? (kind + ":" + one.word() + ":\0").getBytes(StandardCharsets.US_ASCII)
                            : one.label())
                    .orElse(NO_LABEL);
            length(engine, algorithm.length + digest.length);
            engine.update(algorithm);
            engine.update(digest);
            length(engine, file.length + 1);
            engine.update(file);
            engine.update((byte) 0);
            for (String one : extra) {
                byte[] value = value(one);
                length(engine, value.length);
                engine.update(value);
            }
        }

        /** A field as it is hashed: bytes as they are, a digest with the name of its algorithm before it. */
        private static byte[] value(String field) {
            int colon = field.lastIndexOf(':');
            byte[] bytes = HexFormat.of().parseHex(field.substring(colon + 1));
            return colon < 0
                    ? bytes
                    : concat((field.substring(0, colon) + ":\0").getBytes(StandardCharsets.US_ASCII), bytes);
        }

        private static void length(MessageDigest engine, int value) {
            engine.update((byte) value);
            engine.update((byte) (value >> 8));
            engine.update((byte) (value >> 16));
            engine.update((byte) (value >> 24));
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
        ImaLineReader reader = new ImaLineReader(ascii);
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
                lines.add(reader.read(number, from, end));
            }
            from = end + 1;
        }
        return new ImaLog(lines);
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
        Register register = new Register(bank, padded, value);
        for (Line line : lines) {
            if (line.number() > from.lines() && Arrays.equals(register.extend(line), quoted)) {
                return Optional.of(new Progress(line.number(), register.value));
            }
        }
        return Optional.empty();
    }

    /** Where all lines lead, of whatever the register holds. */
    public Progress end(TpmHash bank, Progress from, boolean padded) {
        Register register = new Register(bank, padded, from.value().clone());
        int last = from.lines();
        for (Line line : lines) {
            if (line.number() > from.lines()) {
                register.extend(line);
                last = line.number();
            }
        }
        return new Progress(last, register.value);
    }

    /** A register that lines are extended into, with one engine for all of them. Not thread-safe. */
    private static final class Register {
        private final TpmHash bank;
        private final MessageDigest extending;
        private final MessageDigest templates;
        private byte[] value;

        Register(TpmHash bank, boolean padded, byte[] value) {
            this.bank = bank;
            this.extending = bank.engine();
            this.templates = padded ? TpmHash.SHA1.engine() : bank.engine();
            this.value = value;
        }

        byte[] extend(Line line) {
            byte[] measured = line.extended(bank, templates);
            extending.update(value);
            extending.update(measured);
            value = extending.digest();
            return value;
        }
    }
}
