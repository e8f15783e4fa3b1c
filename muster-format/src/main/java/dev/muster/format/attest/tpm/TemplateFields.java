package dev.muster.format.attest.tpm;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The fields of IMA templates as the kernel hashes them, each with its length before it. Laid out in one buffer for line after
 * line, for many small updates of a digest cost more than the hashing. Not thread-safe.
 */
final class TemplateFields {
    /** Of the oldest template, whose name is padded (IMA_EVENT_NAME_LEN_MAX and its end). */
    private static final int EVENT_NAME_BYTES = 256;

    /** Most lines need less; longer ones make it grow. */
    private static final int FIRST_BYTES = 512;

    private static final byte[] NO_LABEL = {};

    private final ByteOrder order;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int end;

    /** @param order of the lengths */
    TemplateFields(ByteOrder order) {
        this.order = order;
    }

    /**
     * What a line puts into a register: of a violation all ones, else the digest over the template's fields, made anew: of the
     * bank, or SHA-1 padded with zeros as kernels before 5.8 did.
     *
     * @param engine of the bank, or SHA-1 for padded digests
     */
    byte[] extended(ImaLog.Line line, TpmHash bank, MessageDigest engine) {
        if (line.isViolation()) {
            byte[] ones = new byte[bank.length()];
            Arrays.fill(ones, (byte) 0xFF);
            return ones;
        }
        // Never the digest that the line brings along: who forges a line leaves that as it was.
        update(engine, line);
        byte[] made = engine.digest();
        return made.length == bank.length() ? made : Arrays.copyOf(made, bank.length());
    }

    private void update(MessageDigest engine, ImaLog.Line line) {
        end = 0;
        byte[] file = line.file();
        if (line.name().equals("ima")) {
            put(line.digest());
            put(Arrays.copyOf(file, EVENT_NAME_BYTES));
        } else {
            byte[] label = label(line);
            length(label.length + line.digest().length);
            put(label);
            put(line.digest());
            length(file.length + 1);
            put(file);
            room(1);
            bytes[end++] = 0;
            for (String field : line.extra()) {
                extra(field);
            }
        }
        engine.update(bytes, 0, end);
    }

    private static byte[] label(ImaLog.Line line) {
        return line.hash()
                .map(hash -> line.name().endsWith("v2")
                        ? (line.kind() + ":" + hash.word() + ":\0").getBytes(StandardCharsets.US_ASCII)
                        : hash.label())
                .orElse(NO_LABEL);
    }

    /** Bytes as they are, a digest with the name of its algorithm before it. */
    private void extra(String field) {
        int colon = field.lastIndexOf(':');
        byte[] value = HexFormat.of().parseHex(field.substring(colon + 1));
        byte[] label = colon < 0 ? NO_LABEL : (field.substring(0, colon) + ":\0").getBytes(StandardCharsets.US_ASCII);
        length(label.length + value.length);
        put(label);
        put(value);
    }

    private void length(int value) {
        room(Integer.BYTES);
        int ordered = order == ByteOrder.LITTLE_ENDIAN ? value : Integer.reverseBytes(value);
        bytes[end++] = (byte) ordered;
        bytes[end++] = (byte) (ordered >> 8);
        bytes[end++] = (byte) (ordered >> 16);
        bytes[end++] = (byte) (ordered >> 24);
    }

    private void put(byte[] part) {
        room(part.length);
        System.arraycopy(part, 0, bytes, end, part.length);
        end += part.length;
    }

    private void room(int more) {
        if (end + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, end + more));
        }
    }
}
