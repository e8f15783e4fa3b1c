package dev.muster.format.attest.tpm;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An IMA list as {@code binary_runtime_measurements} has it (Linux, security/integrity/ima/ima_fs.c): register, digest of the
 * template, its name and its fields, each with its length, in the byte order of the machine.
 */
final class ImaBinaryReader {
    /** Fields behind digest and path, by template: d for a digest with its algorithm, b for bytes. */
    private static final Map<String, String> EXTRA = Map.of(
            "ima-ng", "",
            "ima-sig", "b",
            "ima-buf", "b",
            "ima-modsig", "bdb",
            "ima-ngv2", "",
            "ima-sigv2", "b");

    private static final int MAX_NAME_BYTES = 64;

    /** The longest path of Linux. */
    private static final int MAX_PATH_BYTES = 4096;

    /** A buffer that is measured whole, as a policy or the tables of a device mapper. */
    private static final int MAX_FIELD_BYTES = 4 * 1024 * 1024;

    private static final int REGISTER_BYTES = 4;
    private static final HexFormat HEX = HexFormat.of();

    private final TpmCursor in;
    private final int number;

    private ImaBinaryReader(TpmCursor in, int number) {
        this.in = in;
        this.number = number;
    }

    /** Text has no zeros, and the number of a register has three of them. */
    static boolean isBinary(byte[] bytes) {
        return bytes.length >= REGISTER_BYTES && bytes[1] == 0 && bytes[2] == 0 && (bytes[0] == 0 || bytes[3] == 0);
    }

    /** @throws TpmException with the number of the entry and its field */
    static ImaLog read(byte[] bytes) {
        ByteOrder order = bytes[0] == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        TpmCursor in = TpmCursor.ofLog(bytes, order);
        List<ImaLog.Line> lines = new ArrayList<>();
        while (!in.atEnd()) {
            if (lines.size() == ImaLog.MAX_LINES) {
                throw in.fault("more than " + ImaLog.MAX_LINES + " lines", "" + lines.size());
            }
            lines.add(new ImaBinaryReader(in, lines.size() + 1).line(order));
        }
        return new ImaLog(lines, order);
    }

    private ImaLog.Line line(ByteOrder order) {
        int pcr = in.size32(number + "/pcr", 9_999);
        byte[] template = in.bytes(number + "/template", TpmHash.SHA1.length());
        String name = ImaLineReader.named(text(sized("name", MAX_NAME_BYTES)));
        if (name.equals("ima")) {
            byte[] digest = in.bytes(number + "/digest", TpmHash.SHA1.length());
            byte[] file = whole(sized("path", MAX_PATH_BYTES));
            return new ImaLog.Line(number, pcr, template, name, Optional.of(TpmHash.SHA1), digest, file, "", List.of());
        }
        String extra = EXTRA.get(name);
        if (extra == null) {
            throw in.fault("no template is known by the name " + name, number + "/name");
        }
        byte[] fields = sized("fields", MAX_FIELD_BYTES);
        ImaBinaryReader inside = new ImaBinaryReader(TpmCursor.ofLog(fields, order), number);
        return inside.line(pcr, template, name, extra);
    }

    private ImaLog.Line line(int pcr, byte[] template, String name, String kinds) {
        byte[] digest = sized("digest", MAX_FIELD_BYTES);
        String label = label(digest);
        byte[] file = path(sized("path", MAX_PATH_BYTES));
        List<String> extra = new ArrayList<>();
        for (int i = 0; i < kinds.length(); i++) {
            byte[] field = sized("field", MAX_FIELD_BYTES);
            extra.add(
                    kinds.charAt(i) == 'd' && field.length > 0
                            ? label(field) + ":" + value(field)
                            : HEX.formatHex(field));
        }
        in.end("fields of entry " + number);
        int colon = label.indexOf(':');
        boolean typed = name.endsWith("v2");
        if (typed == (colon < 0)) {
            throw in.fault("a digest of " + name + " is not called " + label, number + "/digest");
        }
        String word = label.substring(colon + 1);
        return new ImaLog.Line(
                number,
                pcr,
                template,
                name,
                Arrays.stream(TpmHash.values())
                        .filter(hash -> hash.word().equals(word))
                        .findFirst(),
                HEX.parseHex(value(digest)),
                file,
                typed ? label.substring(0, colon) : "",
                extra);
    }

    private byte[] sized(String field, int most) {
        String at = number + "/" + field;
        return in.bytes(at, in.size32(at, most));
    }

    /** What stands before the colon and the zero that end it. */
    private String label(byte[] digest) {
        return text(Arrays.copyOf(digest, end(digest) - 1));
    }

    private String value(byte[] digest) {
        return HEX.formatHex(digest, end(digest) + 1, digest.length);
    }

    private int end(byte[] digest) {
        for (int at = 1; at < digest.length; at++) {
            if (digest[at] == 0 && digest[at - 1] == ':') {
                return at;
            }
        }
        throw in.fault("a digest does not say its algorithm", number + "/digest");
    }

    /** The bytes before the zero: Linux has no encoding of paths. */
    private byte[] path(byte[] field) {
        if (field.length == 0 || field[field.length - 1] != 0) {
            throw in.fault("a path does not end with a zero", number + "/path");
        }
        return whole(Arrays.copyOf(field, field.length - 1));
    }

    private String text(byte[] bytes) {
        return new String(whole(bytes), StandardCharsets.UTF_8);
    }

    private byte[] whole(byte[] bytes) {
        for (byte one : bytes) {
            if (one == 0) {
                throw in.fault("a text has a zero inside", "" + number);
            }
        }
        return bytes;
    }
}
