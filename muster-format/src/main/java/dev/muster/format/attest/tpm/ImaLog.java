package dev.muster.format.attest.tpm;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the Linux kernel measured since boot, from {@code ascii_runtime_measurements} or its binary brother: one line a file,
 * extended into PCR 10.
 *
 * @param lines in their order
 * @param order of the lengths that the kernel hashes: that of its machine, as in its binary list, unless it was told
 *     {@code ima_canonical_fmt} (Linux, security/integrity/ima/ima_crypto.c). The text does not show it; there it is the
 *     little-endian one of nearly all machines
 */
public record ImaLog(List<Line> lines, ByteOrder order) {
    /** A busy server measures tens of thousands of files between boots. */
    public static final int MAX_LINES = 1_000_000;

    /**
     * One measurement.
     *
     * @param number from 1
     * @param template digest over the template's fields, by SHA-1; all zeros marks a violation
     * @param hash of the file, when the template has one
     * @param file its path as the kernel wrote it: bytes, of whatever encoding or none
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
            byte[] file,
            String kind,
            List<String> extra) {
        private static final byte[] VIOLATION = new byte[TpmHash.SHA1.length()];

        /** To be shown: what is no UTF-8 is replaced. */
        public String path() {
            return new String(file, StandardCharsets.UTF_8);
        }

        /** A file that was written while it was open for reading: what was measured is not what ran. */
        public boolean isViolation() {
            return Arrays.equals(template, VIOLATION);
        }
    }

    public ImaLog {
        lines = List.copyOf(lines);
    }

    /** @throws TpmException with the number of the line that is none */
    public static ImaLog parse(byte[] bytes) {
        return ImaBinaryReader.isBinary(bytes) ? ImaBinaryReader.read(bytes) : ascii(bytes);
    }

    private static ImaLog ascii(byte[] ascii) {
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
        return new ImaLog(lines, ByteOrder.LITTLE_ENDIAN);
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
        Register register = new Register(bank, padded, order, value);
        for (Line line : lines) {
            if (line.number() > from.lines() && Arrays.equals(register.extend(line), quoted)) {
                return Optional.of(new Progress(line.number(), register.value));
            }
        }
        return Optional.empty();
    }

    /** Where all lines lead, of whatever the register holds. */
    public Progress end(TpmHash bank, Progress from, boolean padded) {
        Register register = new Register(bank, padded, order, from.value().clone());
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
        private final TemplateFields fields;
        private byte[] value;

        Register(TpmHash bank, boolean padded, ByteOrder order, byte[] value) {
            this.bank = bank;
            this.fields = new TemplateFields(order);
            this.extending = bank.engine();
            this.templates = padded ? TpmHash.SHA1.engine() : bank.engine();
            this.value = value;
        }

        byte[] extend(Line line) {
            byte[] measured = fields.extended(line, bank, templates);
            extending.update(value);
            extending.update(measured);
            value = extending.digest();
            return value;
        }
    }
}
