package dev.muster.format.inspect;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Reads a structure of a TPM (TPM 2.0 Library part 2: big-endian, sized buffers) and notes what it read. Not thread-safe. */
final class TpmFields {
    private static final Map<Integer, String> ALGORITHMS = Map.ofEntries(
            Map.entry(0x0001, "RSA"),
            Map.entry(0x0004, "sha1"),
            Map.entry(0x0005, "HMAC"),
            Map.entry(0x0006, "AES"),
            Map.entry(0x0008, "keyed hash"),
            Map.entry(0x000A, "XOR"),
            Map.entry(0x000B, "sha256"),
            Map.entry(0x000C, "sha384"),
            Map.entry(0x000D, "sha512"),
            Map.entry(0x0010, "none"),
            Map.entry(0x0012, "sm3_256"),
            Map.entry(0x0013, "SM4"),
            Map.entry(0x0014, "RSASSA"),
            Map.entry(0x0015, "RSAES"),
            Map.entry(0x0016, "RSAPSS"),
            Map.entry(0x0017, "OAEP"),
            Map.entry(0x0018, "ECDSA"),
            Map.entry(0x0019, "ECDH"),
            Map.entry(0x001A, "ECDAA"),
            Map.entry(0x001B, "SM2"),
            Map.entry(0x001C, "ECSCHNORR"),
            Map.entry(0x0020, "KDF1_SP800_56A"),
            Map.entry(0x0022, "KDF1_SP800_108"),
            Map.entry(0x0023, "ECC"),
            Map.entry(0x0025, "symmetric cipher"),
            Map.entry(0x0027, "sha3_256"),
            Map.entry(0x0028, "sha3_384"),
            Map.entry(0x0029, "sha3_512"),
            Map.entry(0x0043, "CFB"));

    static final int NONE = 0x0010;

    private final ByteBuffer in;
    private final List<Node> nodes = new ArrayList<>();

    TpmFields(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes);
    }

    List<Node> nodes() {
        return nodes;
    }

    int position() {
        return in.position();
    }

    int remaining() {
        return in.remaining();
    }

    void add(Node node) {
        nodes.add(node);
    }

    int u8() {
        return in.get() & 0xff;
    }

    int u16() {
        return Short.toUnsignedInt(in.getShort());
    }

    int u32() {
        return in.getInt();
    }

    long u64() {
        return in.getLong();
    }

    byte[] bytes(int length) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] content = new byte[length];
        in.get(content);
        return content;
    }

    /** A number, shown under its name. */
    void note(String label, int at, String value) {
        nodes.add(Node.leaf(label, value, at));
    }

    /** A TPM2B: two bytes of length, then the content. */
    void sized(String label) {
        int at = in.position();
        byte[] content = bytes(u16());
        note(label, at, content.length == 0 ? "(empty)" : HexFormat.of().formatHex(content));
    }

    /** An algorithm identifier (part 2 §6.3). */
    int algorithm(String label) {
        int at = in.position();
        int id = u16();
        note(label, at, algorithm(id));
        return id;
    }

    static String algorithm(int id) {
        return ALGORITHMS.getOrDefault(id, "0x%04x".formatted(id));
    }

    static boolean known(int id) {
        return ALGORITHMS.containsKey(id);
    }
}
